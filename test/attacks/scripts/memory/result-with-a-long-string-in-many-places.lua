--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local s, t = ('x'):rep(1 << 20), {} for i = 1, 1000 do t[i] = s end return t
