--@ ends returned
--@ options {"libraries": "all"}
local m = {} m.__gc = function(o) touch() setmetatable(o, m) end for i = 1, 100 do setmetatable({}, m) end left = setmetatable({}, m)
