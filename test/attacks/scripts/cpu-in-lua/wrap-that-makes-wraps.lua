--@ ends instructions
local function f() return coroutine.wrap(f) end
local g = f()
while true do g = g() or f() end
