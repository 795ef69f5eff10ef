-- Each call passes one argument more.
--@ ends instructions
local function f(...) return f(1, ...) end while true do pcall(f) end
