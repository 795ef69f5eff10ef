-- upper and lower of a long string.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('aB', 2^21 // 1 | 0) while true do s:upper() s:lower() end
