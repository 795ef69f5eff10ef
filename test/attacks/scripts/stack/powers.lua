-- Right associative, so each nests.
--@ ends error
--@ options {"maxInstructions": 300000000}
error((select(2, load('return ' .. ('2^'):rep(100000) .. '1'))))
