--@ ends any
left = coroutine.wrap(function() while true do call(coroutine.yield) identity(left) coroutine.yield() end end) pcall(left) kept = identity(left) call(function() left2 = coroutine.wrap(function() execute('while true do end') end) left2() end)
