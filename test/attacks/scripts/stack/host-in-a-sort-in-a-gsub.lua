--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() ('x'):gsub('x', function() table.sort({ 2, 1 }, function(a, b) call(f) return a < b end) end) end f()
