--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local t = {} for i = 1, 100 do t[i] = coroutine.wrap(function() while true do coroutine.yield() touch() end end) t[i]() end coroutine.wrap(function() pcall(stop) for i = 1, 100 do pcall(t[i]) end end)() while true do touch() end
