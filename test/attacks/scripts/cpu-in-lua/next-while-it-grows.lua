-- A table that gets new keys while it is traversed.
--@ ends instructions
local t = { 1 } while true do pcall(function() for k in pairs(t) do t[#t + 1] = k t[k] = nil end end) end
