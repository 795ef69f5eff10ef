-- On the way of a table to the host.
--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local t = setmetatable({}, { __index = function() stop() end, __len = function() stop() end, __pairs = function() stop() end })
pcall(identity, t) pcall(identity, { t, t }) stop() pcall(identity, {}) touch()
