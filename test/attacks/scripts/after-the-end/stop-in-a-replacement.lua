--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
('xxxxxxxxxx'):gsub('.', function() stop() touch() end) while true do touch() end
