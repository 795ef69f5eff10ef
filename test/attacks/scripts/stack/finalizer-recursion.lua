--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() setmetatable({}, { __gc = f }) collectgarbage() end f() error('done')
