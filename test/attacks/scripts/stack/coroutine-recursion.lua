--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() coroutine.wrap(f)() end f()
