--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() local x <close> = setmetatable({}, { __close = function() f() end }) end f()
