-- Weak values that are held elsewhere.
--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local w, t = setmetatable({}, { __mode = 'v' }), {} for i = 1, math.huge do t[i] = {} w[i] = t[i] end
