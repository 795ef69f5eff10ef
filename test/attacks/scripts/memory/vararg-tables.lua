--@ ends any
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local function f(...t) t[#t + 1] = ('x'):rep(1000) .. #t return f(...) end
local function g(...t) t.n = t.n + 1000 t[t.n] = t return g(...) end
for i = 1, 100 do pcall(f) pcall(g) end while true do f(1) end
