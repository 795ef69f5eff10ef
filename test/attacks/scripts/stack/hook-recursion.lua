--@ ends instructions
--@ spoils the context until it is reset
--@ options {"maxInstructions": 300000000}
local function f() debug.sethook(f, 'c') f() end f()
