--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
coroutine.wrap(function() stop() touch() end)() while true do touch() end
