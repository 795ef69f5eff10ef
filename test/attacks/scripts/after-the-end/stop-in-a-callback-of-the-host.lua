--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
pcall(call, function() stop() while true do touch() end end) while true do touch() end
