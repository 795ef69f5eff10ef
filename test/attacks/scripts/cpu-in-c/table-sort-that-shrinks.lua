-- The comparator empties the table.
--@ ends instructions
local t = {} for i = 1, 1e4 do t[i] = i end while true do pcall(table.sort, t, function(a, b) for k in pairs(t) do t[k] = nil break end return (a or 0) < (b or 0) end) for i = 1, 1e3 do t[i] = i end end
