--@ ends error
--@ options {"maxInstructions": 300000000}
local t = print for i = 1, 1000 do t = setmetatable({}, { __call = t }) end t()
