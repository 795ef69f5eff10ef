-- Globals may have a metatable.
--@ ends instructions
setmetatable(_G, { __index = function() while true do end end }) return undefined
