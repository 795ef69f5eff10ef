--@ ends instructions
local meta = {} meta.__concat = function(x, y) return setmetatable({}, meta) end
local t = setmetatable({}, meta)
while true do t = 'a' .. t .. 'b' .. t .. 'c' .. t .. 1 .. t end
