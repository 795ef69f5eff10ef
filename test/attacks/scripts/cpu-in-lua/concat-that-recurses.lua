-- A long concatenation with a metamethod at each step.
--@ ends instructions
local m = {} m.__concat = function(a, b) return a end local t = setmetatable({}, m) while true do local s = t .. t .. t .. t .. t .. t .. t .. t end
