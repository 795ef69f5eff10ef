-- The search for a border.
--@ ends instructions
local t = {} for i = 0, 62 do t[1 << i] = 1 end while true do local n = #t end
