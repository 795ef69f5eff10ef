--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local s = 'x' while true do s = string.pack('s4s4', s, s) end
