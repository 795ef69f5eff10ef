-- Closures that call each other through upvalues.
--@ ends instructions
local f local function g() return f() end f = function() g() return g() end while true do pcall(f) end
