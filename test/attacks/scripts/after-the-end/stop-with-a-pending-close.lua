--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
pcall(function() local x <close> = setmetatable({}, { __close = touch }) stop() while true do end end) while true do touch() end
