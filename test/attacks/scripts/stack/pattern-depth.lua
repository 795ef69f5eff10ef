--@ ends error
--@ options {"maxInstructions": 300000000}
('x'):rep(300000):find(('.?'):rep(300000))
