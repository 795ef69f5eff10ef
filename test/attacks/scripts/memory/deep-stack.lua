--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local function f(...) return 1 + f(1, ...) end f()
