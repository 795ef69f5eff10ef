--@ ends error
--@ options {"maxInstructions": 300000000}
function f() execute('f()') end f()
