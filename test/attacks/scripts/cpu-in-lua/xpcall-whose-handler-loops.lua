-- A message handler is Lua code too.
--@ ends instructions
xpcall(error, function() while true do end end)
