--@ ends error
--@ options {"maxInstructions": 300000000}
error((select(2, load(('a,'):rep(100000) .. 'a = 1'))))
