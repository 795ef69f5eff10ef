-- Padding with the widest alignment.
--@ ends instructions
local f = '!16' .. ('bXi16'):rep(20000) while true do pcall(string.packsize, f) end
