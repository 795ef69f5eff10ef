-- A class of many characters for each byte.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('a', 2^18 // 1 | 0) local p = '[' .. R('b', 2^18 // 1 | 0) .. ']' s:find(p)
