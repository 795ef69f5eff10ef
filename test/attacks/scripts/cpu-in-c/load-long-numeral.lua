--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = 'x = ' .. R('1', 2^20 // 1 | 0) while true do load(s) end
