--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
xpcall(error, function() stop() while true do touch() end end)
