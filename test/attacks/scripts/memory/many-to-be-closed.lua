--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local function f(n) local x <close> = setmetatable({}, { __close = function() end }) return 1 + f(n + 1) end f(0)
