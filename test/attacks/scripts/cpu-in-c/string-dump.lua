-- A large function, dumped for ever.
--@ ends instructions
--@ options {"maxInstructions": 9000000}
local f = load(('x = 1 '):rep(20000)) while true do string.dump(f, true) end
