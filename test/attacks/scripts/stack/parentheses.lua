--@ ends error
--@ options {"maxInstructions": 300000000}
error((select(2, load('return ' .. ('('):rep(100000)))))
