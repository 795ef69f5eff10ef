-- Finalizers in C.
--@ ends instructions
local m = { __gc = rawlen } while true do for i = 1, 1e3 do setmetatable({}, m) end collectgarbage() end
