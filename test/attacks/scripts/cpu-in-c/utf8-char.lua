--@ ends instructions
--@ options {"maxInstructions": 9000000}
local t = {} for i = 1, 100000 do t[i] = 0x10ffff end while true do utf8.char(table.unpack(t)) end
