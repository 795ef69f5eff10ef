--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local function f(n) if n == 0 then coroutine.yield() end f(n - 1) return 1 end local t = {} for i = 1, math.huge do t[i] = coroutine.create(f) coroutine.resume(t[i], 1000) end
