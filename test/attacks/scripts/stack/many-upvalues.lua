--@ ends error
--@ options {"maxInstructions": 300000000}
error((select(2, load('local a = 1 ' .. ('local b = function() return a end '):rep(300)))))
