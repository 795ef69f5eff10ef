-- Short pieces, long separators.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local sep = R('x', 2^16 // 1 | 0) while true do local s = (''):rep(200, sep) end
