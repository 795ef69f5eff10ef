-- A reader that is called for each byte.
--@ ends instructions
while true do load(coroutine.wrap(function() for i = 1, 1e9 do coroutine.yield('x') end end)) end
