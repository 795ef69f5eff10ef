--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
setmetatable({}, { __gc = touch }) setmetatable({}, { __gc = function() stop() while true do touch() end end }) collectgarbage() while true do touch() end
