--@ ends error
--@ options {"maxInstructions": 300000000}
local function f(...) call(f, ...) end f(table.unpack({}, 1, 200))
