-- A pattern that is tried at each place.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('ab', 2^21 // 1 | 0) while true do s:find('abc') end
