-- %b from each opening bracket.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('(', 2^20 // 1 | 0) while true do s:find('%b()') end
