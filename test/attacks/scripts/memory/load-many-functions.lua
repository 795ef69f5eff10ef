--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local t = {} for i = 1, math.huge do t[i] = load('return function() return ' .. i .. ' end') end
