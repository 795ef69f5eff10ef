--@ ends error
--@ options {"maxInstructions": 300000000}
error((select(2, load(('if x then '):rep(100000)))))
