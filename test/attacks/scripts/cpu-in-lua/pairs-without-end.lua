-- __pairs gives any iterator.
--@ ends instructions
for k in pairs(setmetatable({}, { __pairs = function() return function() return 1 end end })) do end
