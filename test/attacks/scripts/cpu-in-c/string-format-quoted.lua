-- %q looks at each byte.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('\0\n"', 2^19 // 1 | 0) while true do string.format('%q', s) end
