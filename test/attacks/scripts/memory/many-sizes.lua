-- Tries to tie memory up in blocks of each size.
--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} for i = 1, math.huge do t[i] = ('x'):rep(i % 5000) end
