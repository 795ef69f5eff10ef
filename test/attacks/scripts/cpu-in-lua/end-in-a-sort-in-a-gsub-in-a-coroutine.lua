-- Three kinds of frames at once.
--@ ends instructions
coroutine.wrap(function() ('x'):gsub('.', function() table.sort({ 3, 2, 1 }, function() while true do end end) end) end)()
