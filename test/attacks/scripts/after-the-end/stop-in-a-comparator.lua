--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
table.sort({ 3, 2, 1, 5, 4 }, function(a, b) stop() touch() return a < b end) while true do touch() end
