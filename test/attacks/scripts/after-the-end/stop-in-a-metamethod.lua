--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local t = setmetatable({}, { __index = function() stop() touch() end }) local x = t.x while true do touch() end
