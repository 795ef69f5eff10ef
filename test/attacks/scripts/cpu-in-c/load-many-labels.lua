--@ ends instructions
local t = {} for i = 1, 5000 do t[i] = '::l' .. i .. ':: goto l' .. i end local s = table.concat(t) while true do load(s) end
