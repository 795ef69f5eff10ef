--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} for i = 1, 1000 do t[i] = ('x'):rep(1000) end while true do t[#t + 1] = table.concat(t) end
