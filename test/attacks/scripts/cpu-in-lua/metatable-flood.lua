-- Metatables set for ever.
--@ ends instructions
local t = {} while true do setmetatable(t, { __gc = print }) end
