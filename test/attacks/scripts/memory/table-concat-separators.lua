--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
return table.concat(setmetatable({}, { __index = function() return '' end }), ('x'):rep(1 << 20), 1, 1 << 20)
