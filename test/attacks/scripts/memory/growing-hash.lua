--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t, n = {}, 0 while true do n = n + 1 t['k' .. n] = n end
