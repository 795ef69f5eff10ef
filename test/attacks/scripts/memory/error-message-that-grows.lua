--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local function f(m) local ok, e = pcall(error, m .. m) return f(e) end f('x')
