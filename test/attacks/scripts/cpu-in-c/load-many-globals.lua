-- Each use of a name looks through all declarations before it.
--@ ends instructions
local t = {} for i = 1, 3000 do t[i] = "global a" .. i end local s = table.concat(t, " ") .. (" a1 = 1"):rep(3000) while true do load(s) load(("global * global<const> x "):rep(3000)) end
