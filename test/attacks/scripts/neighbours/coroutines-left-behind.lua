--@ ends returned
--@ options {"libraries": "all"}
left = coroutine.wrap(function() while true do touch() coroutine.yield() end end) left()
