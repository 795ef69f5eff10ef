-- __len is called by #, and by the table library.
--@ ends instructions
local t = setmetatable({}, { __len = function() while true do end end }) table.insert(t, 1)
