--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
debug.sethook(function() stop() while true do touch() end end, '', 100) while true do touch() end
