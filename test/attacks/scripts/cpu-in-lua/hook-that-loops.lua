-- A debug hook is Lua code.
--@ ends instructions
--@ spoils the context until it is reset
debug.sethook(function() while true do end end, '', 1) local x = 1
