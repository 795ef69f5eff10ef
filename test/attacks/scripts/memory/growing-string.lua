--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local s = 'x' while true do s = s .. s end
