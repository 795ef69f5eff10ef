-- Tail calls leave no frame.
--@ ends instructions
local function f() return f() end f()
