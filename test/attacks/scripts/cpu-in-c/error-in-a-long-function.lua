-- The name of the variable in the message is found by reading the whole function.
--@ ends instructions
local f = assert(load("local x if x then local a " .. ("a = 1 "):rep(100000) .. " end return x.y.z")) while true do pcall(f) end
