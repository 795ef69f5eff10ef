--@ ends instructions
--@ options {"maxInstructions": 9000000}
local t = {} for i = 1, 20000 do t[i] = 'x=' .. i + 0.5 end local s = table.concat(t, ' ') while true do load(s) end
