-- Negative positions.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('a', 2^18 // 1 | 0) while true do for x in s:gmatch('a-$', -100000) do end end
