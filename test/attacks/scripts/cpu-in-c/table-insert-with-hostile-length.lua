--@ ends instructions
local t = setmetatable({}, { __len = function() return math.maxinteger - 1 end, __index = rawlen }) table.insert(t, 1, 1)
