-- It would be copied each time.
--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local t = { 1 } for i = 1, 60 do t = { t, t } end return t
