--@ ends error
--@ options {"maxInstructions": 300000000}
error((select(2, load('return ' .. ('a..'):rep(100000) .. '1'))))
