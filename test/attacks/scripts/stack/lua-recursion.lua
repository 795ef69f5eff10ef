--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() return 1 + f() end f()
