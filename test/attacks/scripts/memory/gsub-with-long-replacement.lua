--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
return (('x'):rep(1 << 20):gsub('.', ('y'):rep(1 << 20)))
