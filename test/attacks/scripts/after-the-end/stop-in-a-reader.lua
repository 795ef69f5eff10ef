--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
load(function() stop() touch() return ' ' end) while true do touch() end
