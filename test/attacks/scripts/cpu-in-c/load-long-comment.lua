--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = '--[[' .. R('a', 2^22 // 1 | 0) .. ']]' while true do load(s) end
