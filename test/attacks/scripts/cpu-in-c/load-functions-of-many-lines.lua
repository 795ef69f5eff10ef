--@ ends instructions
local f = load(("\n"):rep(100000) .. "error()") local g = load(("x = 1\n"):rep(5000)) while true do pcall(f) debug.getinfo(g, "L") string.dump(g, true) end
