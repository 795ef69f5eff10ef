--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} for i = 1, math.huge do local a, b, c, d = i, i, i, i t[i] = function() return a, b, c, d end end
