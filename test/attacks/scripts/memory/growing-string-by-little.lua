-- Each round leaves a string behind.
--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local s = '' while true do s = s .. ('x'):rep(1000) end
