-- A hundred thousand items.
--@ ends instructions
--@ options {"maxInstructions": 9000000}
local f = ('%d'):rep(100000) local t = {} for i = 1, 100000 do t[i] = i end while true do string.format(f, table.unpack(t)) end
