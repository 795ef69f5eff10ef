-- The parser's own buffers grow.
--@ ends returned
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
load(function() return 'aaaaaaaaaaaaaaaa' end)
