-- A to-be-closed variable is closed for ever.
--@ ends instructions
do local x <close> = setmetatable({}, { __close = function() while true do end end }) end
