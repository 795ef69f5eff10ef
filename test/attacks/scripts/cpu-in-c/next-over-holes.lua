-- A large table that is empty.
--@ ends instructions
local t = table.create(0, 2^17) t.x = 1 t.x = nil while true do next(t) end
