-- A table that is filled and emptied.
--@ ends instructions
while true do local t = {} for i = 1, 1000 do t[i] = i t[-i] = i t['k' .. i] = i end for k in pairs(t) do t[k] = nil end end
