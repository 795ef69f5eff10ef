-- Two coroutines that wait for each other.
--@ ends instructions
local a a = coroutine.wrap(function() while true do pcall(a) coroutine.yield() end end) while true do a() end
