--@ ends returned
--@ options {"maxInstructions": 300000000}
local function f() return table.unpack({}, 1, 900000) end return f()
