-- Functions that JavaScript may keep.
--@ ends instructions
--@ options {"maxMemory": "20MB", "maxInstructions": 3000000}
while true do identity(function() end) end
