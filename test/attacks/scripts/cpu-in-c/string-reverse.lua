--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('ab', 2^22 // 1 | 0) while true do local r = s:reverse() end
