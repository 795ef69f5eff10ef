--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local function now() stop() return 1 end
local t = setmetatable({}, { __index = now, __newindex = now, __len = function() return 1000 end })
pcall(table.move, t, 1, 1000, 2) touch() pcall(table.concat, t) touch() pcall(table.unpack, t) touch() pcall(table.sort, t) touch() pcall(table.insert, t, 1, 1) touch() pcall(table.remove, t, 1) touch()
