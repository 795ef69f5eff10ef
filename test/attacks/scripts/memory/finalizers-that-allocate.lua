--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local keep = {} setmetatable({}, { __gc = function(o) while true do keep[#keep + 1] = ('x'):rep(1000) .. #keep end end }) while true do keep[#keep + 1] = {} end
