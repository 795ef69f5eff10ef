--@ ends instructions
while true do string.format("%99.99a %.0a %+a % A %#a", 0.1, 1e308, 5e-324, -1e-308, 0) end
