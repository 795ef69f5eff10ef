--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
for i = 1, 1e9 do local s = tostring(setmetatable({}, { __tostring = function() stop() touch() return 'x' end })) touch() end
