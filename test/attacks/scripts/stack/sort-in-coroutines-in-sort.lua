--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() coroutine.wrap(function() table.sort({ 2, 1 }, function(a, b) f() return a < b end) end)() end f()
