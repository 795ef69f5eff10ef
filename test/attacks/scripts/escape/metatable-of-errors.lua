--@ ends returned
--@ options {"libraries": "sandbox"}
local ok, e = pcall(fail) local m = getmetatable(e) assert(m == nil or type(m) ~= 'table' or m.__index == nil)
