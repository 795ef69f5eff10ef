-- Two functions that end in each other.
--@ ends instructions
local f, g function f(...) return g(1, ...) end function g() return f() end f()
