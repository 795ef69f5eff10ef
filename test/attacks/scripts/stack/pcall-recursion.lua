--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() return pcall(f) end assert(f())
error('done')
