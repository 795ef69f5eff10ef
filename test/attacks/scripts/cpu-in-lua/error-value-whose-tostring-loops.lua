-- The host asks for the message of the error.
--@ ends instructions
error(setmetatable({}, { __tostring = function() while true do end end }))
