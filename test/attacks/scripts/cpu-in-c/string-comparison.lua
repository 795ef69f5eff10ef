-- Long strings that differ at the end.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local a = R('\0', 2^21 // 1 | 0) local b = a .. 'b' a = a .. 'a' while true do local x = a < b, a <= b, a == b end
