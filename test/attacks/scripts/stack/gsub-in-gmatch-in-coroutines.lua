--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() for x in coroutine.wrap(function() for y in ('ab'):gmatch('.') do ('x'):gsub('.', function() f() coroutine.yield(1) end) end end) do end end f()
