--@ ends memory
--@ options {"libraries": "all", "maxMemory": "10MB", "maxInstructions": 300000000}
left = {} while true do left[#left + 1] = {} end
