-- Protected calls in protected calls.
--@ ends instructions
local function f(n) if n == 0 then while true do end end while true do pcall(f, n - 1) end end f(180)
