-- Hooks live in a table of the registry.
--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} for i = 1, math.huge do local co = coroutine.create(print) debug.sethook(co, print, 'c') t[i] = co end
