-- A capture that is compared at each place.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('a', 2^20 // 1 | 0) while true do s:find('(a*)%1b') end
