--@ ends error
--@ options {"maxInstructions": 300000000}
('x'):find(('('):rep(100000))
