--@ ends error
--@ options {"maxInstructions": 300000000}
local function h(e) error(e) end error((select(2, xpcall(error, h, 'x'))))
