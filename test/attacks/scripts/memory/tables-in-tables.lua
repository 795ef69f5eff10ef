--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = {} while true do t = { t, {} } end
