--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
pcall(function() local y <close> = setmetatable({}, { __close = touch }) local x <close> = setmetatable({}, { __close = function() stop() while true do end end }) end) touch()
