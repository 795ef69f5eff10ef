--@ ends error
--@ options {"maxInstructions": 300000000}
error((select(2, load(('do '):rep(100000)))))
