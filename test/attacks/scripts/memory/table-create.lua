--@ ends error
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
return table.create(1 << 30)
