-- As above, on the way of an error.
--@ ends instructions
pcall(function() local x <close> = setmetatable({}, { __close = function() while true do end end }) error('x') end)
