-- A specification that does not end.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local f = '%' .. R('0', 2^20 // 1 | 0) .. 'd' while true do pcall(string.format, f, 1) end
