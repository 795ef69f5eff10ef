--@ ends error
--@ options {"maxInstructions": 300000000}
local t = {} for i = 1, 5000 do t = setmetatable({}, { __newindex = t }) end t.x = 1
