-- Each resume goes through a hundred coroutines.
--@ ends instructions
local function layer(inner) return coroutine.wrap(function() while true do coroutine.yield(inner()) end end) end
local f = function() return 1 end
for i = 1, 100 do f = layer(f) end
while true do f() end
