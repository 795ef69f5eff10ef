-- Counts characters from either end.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('\u{20ac}', 2^20 // 1 | 0) while true do utf8.offset(s, 2^20 // 1 | 0) utf8.offset(s, -2^19 // 1 | 0) end
