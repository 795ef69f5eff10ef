--@ ends error
--@ options {"maxInstructions": 300000000}
local function read() local f, m = load(read) error(m) end error((select(2, load(read))))
