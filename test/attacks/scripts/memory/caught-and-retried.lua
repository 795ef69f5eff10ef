-- A memory error can be caught, so instructions must end it.
--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 3000000}
while true do pcall(string.rep, 'x', 1 << 30) end
