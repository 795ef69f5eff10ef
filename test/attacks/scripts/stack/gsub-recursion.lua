--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() return (('x'):gsub('.', f)) end f()
