--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = 'if a then ' .. R('elseif a then ', 2^15 // 1 | 0) .. ' end' while true do load(s) end
