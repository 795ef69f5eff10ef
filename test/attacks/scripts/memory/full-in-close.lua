--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local t = {} while true do pcall(function() local x <close> = setmetatable({}, { __close = function() while true do t[#t + 1] = {} end end }) error('x') end) end
