-- The most that are allowed.
--@ ends instructions
local t = {} for i = 1, 199 do t[i] = 'local a' .. i end local s = 'do ' .. table.concat(t, ' ') .. ' end ' s = s:rep(50) while true do load(s) end
