--@ ends error
--@ options {"maxInstructions": 300000000}
local m = {} m.__tostring = function(x) return string.format('%s', x) end tostring(setmetatable({}, m))
