--@ ends instructions
local f = assert(load("local x if x then local a " .. ("a = 1 "):rep(100000) .. " end g() return 1")) function g() while true do debug.getinfo(2, "nSl") debug.getinfo(1, "n") debug.traceback() end end f()
