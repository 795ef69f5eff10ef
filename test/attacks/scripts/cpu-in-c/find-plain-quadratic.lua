-- A needle that nearly fits everywhere.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('a', 2^20 // 1 | 0) local p = R('a', 2^17 // 1 | 0) .. 'b' while true do s:find(p, 1, true) end
