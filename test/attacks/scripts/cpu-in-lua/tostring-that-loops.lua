-- __tostring is called by print.
--@ ends instructions
print(setmetatable({}, { __tostring = function() while true do end end }))
