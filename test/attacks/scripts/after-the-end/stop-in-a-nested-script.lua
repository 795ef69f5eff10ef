--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
pcall(execute, 'stop() while true do touch() end') while true do touch() end
