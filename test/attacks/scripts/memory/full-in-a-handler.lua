--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local t = {} while true do xpcall(error, function() while true do t[#t + 1] = {} end end) end
