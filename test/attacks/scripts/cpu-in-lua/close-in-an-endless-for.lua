-- The fourth value of a generic for is closed.
--@ ends instructions
while true do for i in function(_, i) return (i or 0) + 1 end, nil, nil, setmetatable({}, { __close = function() while true do end end }) do break end end
