-- A loop variable that is set back from outside.
--@ ends instructions
for i = 1, 3 do debug.setlocal(1, 3, 0) local n = i debug.sethook(function() for j = 1, 20 do local name = debug.getlocal(2, j) if name == 'i' then debug.setlocal(2, j, 1) end end end, 'l') while true do end end
