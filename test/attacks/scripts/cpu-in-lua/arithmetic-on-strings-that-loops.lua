-- Strings have arithmetic metamethods.
--@ ends instructions
getmetatable('').__add = function() while true do end end return 'x' + 1
