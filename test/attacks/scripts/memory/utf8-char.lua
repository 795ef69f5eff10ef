--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} for i = 1, 1000 do t[i] = 0x7fffffff end local s = '' while true do s = s .. utf8.char(table.unpack(t)) end
