--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
return string.format('%q', ('\0'):rep(5 << 20))
