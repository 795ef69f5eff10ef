-- It is the script's own, and reaches nothing.
--@ ends returned
--@ options {"libraries": "sandbox"}
local m = getmetatable('') assert(m.__index == string) m.__index = function(s, k) return k end assert(('x').constructor == 'constructor') assert(identity('x') == 'x') m.__index = string
