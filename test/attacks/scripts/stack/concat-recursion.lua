--@ ends error
--@ options {"maxInstructions": 300000000}
local m = {} m.__index = function(x) return table.concat(x, ',', 1, 2) end table.concat(setmetatable({}, m), ',', 1, 2)
