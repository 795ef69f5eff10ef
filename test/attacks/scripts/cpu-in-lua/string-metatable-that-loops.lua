-- Strings share a metatable.
--@ ends instructions
getmetatable('').__index = function() while true do end end return ('x').y
