--@ ends instructions
--@ options {"maxInstructions": 9000000}
local t = {} for i = 1, 100000 do t[i] = i end while true do select(-1, table.unpack(t)) end
