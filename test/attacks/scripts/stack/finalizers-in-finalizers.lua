--@ ends any
--@ options {"maxInstructions": 300000000}
local function f() setmetatable({}, { __gc = function() f() collectgarbage() end }) collectgarbage() end for i = 1, 200 do f() end
