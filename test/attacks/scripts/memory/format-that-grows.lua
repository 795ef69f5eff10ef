--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local s = 'x' while true do s = string.format('%s%s%s', s, s, s) end
