-- A long format.
--@ ends instructions
local f = ('i16'):rep(20000) while true do string.packsize(f) end
