-- Closures whose upvalues are exchanged while they run.
--@ ends instructions
local a, b = 0, 0 local function f() while a < 10 do a = a + 1 b = 0 end end local function g() return b end debug.upvaluejoin(f, 1, g, 1) while true do f() debug.upvaluejoin(f, 1, g, 1) end
