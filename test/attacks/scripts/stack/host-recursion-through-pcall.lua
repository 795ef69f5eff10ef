--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() call(pcall, f) end f() error('done')
