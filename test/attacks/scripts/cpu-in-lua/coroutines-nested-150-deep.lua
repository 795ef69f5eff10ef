-- One coroutine in another.
--@ ends instructions
local function f(n) while n == 0 do end coroutine.wrap(f)(n - 1) end f(150)
