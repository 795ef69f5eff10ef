--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local function f() local a <const> = { table.unpack({}, 1, 200) } return 1 + f(table.unpack({}, 1, 200)) end f()
