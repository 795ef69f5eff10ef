-- As many results as the stack takes.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('a', 2^20 // 1 | 0) while true do pcall(string.byte, s, 1, 200000) end
