-- A hook that raises at each instruction.
--@ ends error
--@ spoils the context until it is reset
debug.sethook(function() error('x') end, '', 1) while true do pcall(function() end) end
