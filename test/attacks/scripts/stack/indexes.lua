-- A chain needs no nesting.
--@ ends returned
--@ options {"maxInstructions": 300000000}
return load('local a return a' .. ('.b'):rep(100000))
