-- Each coroutine has hooks of its own.
--@ ends instructions
while true do coroutine.wrap(function() debug.sethook(function() while true do end end, 'l') local x = 1
local y = 2 end)() end
