--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local t = {} pcall(function() while true do t[#t + 1] = {} end end) while true do pcall(load, 'local a = { 1, 2, 3, function() return {} end }') end
