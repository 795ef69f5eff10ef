-- Hundreds of values are closed where there is no stack left.
--@ ends instructions
--@ options {"maxInstructions": 300000000}
local closed = 0
local function f() local x <close> = setmetatable({}, { __close = function() closed = closed + 1 end }) return (f()) end
assert(not pcall(f)) assert(closed > 100)
local function g() local x <close> = setmetatable({}, { __close = function() g() end }) return (g()) end
pcall(g)
