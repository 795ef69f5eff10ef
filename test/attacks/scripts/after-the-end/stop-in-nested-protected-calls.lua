--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local function f(n) if n == 0 then stop() while true do end end local a, b = pcall(f, n - 1) touch() return xpcall(f, function(m) touch() return m end, n - 1) end
pcall(f, 60) touch()
