-- Overlapping ranges.
--@ ends instructions
local t = {} while true do table.move(t, 1, 1e9 // 1 | 0, 2) end
