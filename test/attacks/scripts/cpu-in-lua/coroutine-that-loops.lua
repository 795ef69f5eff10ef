-- The end leaves coroutines too.
--@ ends instructions
coroutine.wrap(function() while true do end end)()
