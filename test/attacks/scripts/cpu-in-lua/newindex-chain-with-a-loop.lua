--@ ends error
local a, b = {}, {}
setmetatable(a, { __newindex = b }) setmetatable(b, { __newindex = a })
for i = 1, 1000 do assert(not pcall(function() a.x = 1 end)) end
a.x = 1
