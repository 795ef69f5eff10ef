--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} for i = 1, math.huge do t[i] = coroutine.create(print) end
