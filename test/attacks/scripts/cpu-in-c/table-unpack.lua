-- As many results as the stack takes.
--@ ends instructions
while true do table.unpack({}, 1, 200000) end
