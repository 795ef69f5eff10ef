--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t, s = {}, ('x'):rep(10000) while true do t[#t + 1] = { s:byte(1, -1) } end
