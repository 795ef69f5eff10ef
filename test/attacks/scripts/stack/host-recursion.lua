--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() call(f) end f()
