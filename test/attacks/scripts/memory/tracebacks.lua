--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} local function f(n) if n > 0 then f(n - 1) return 1 end t[#t + 1] = debug.traceback(('x'):rep(1000)) end while true do f(30) end
