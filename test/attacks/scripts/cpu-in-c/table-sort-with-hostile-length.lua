--@ ends instructions
table.sort(setmetatable({}, { __len = function() return 2^31 // 1 - 2 | 0 end, __index = rawlen, __newindex = rawlen }), function(a, b) return a < b end)
