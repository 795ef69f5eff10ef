--@ ends error
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
return table.create(math.maxinteger, math.maxinteger)
