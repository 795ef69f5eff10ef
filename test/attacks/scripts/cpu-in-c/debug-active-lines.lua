-- A table of the lines of a long function.
--@ ends instructions
--@ options {"maxInstructions": 9000000}
local f = load(('x = 1\n'):rep(20000)) while true do debug.getinfo(f, 'L') end
