-- c with a huge size.
--@ ends instructions
while true do pcall(string.pack, 'c1000000', 'x') end
