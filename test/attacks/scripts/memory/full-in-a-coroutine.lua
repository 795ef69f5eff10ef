--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local t = {} while true do pcall(coroutine.wrap(function() while true do t[#t + 1] = {} end end)) end
