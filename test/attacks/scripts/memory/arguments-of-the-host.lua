-- A million arguments at once.
--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
return call(select, '#', table.unpack({}, 1, 300000))
