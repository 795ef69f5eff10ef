-- The longest fields that are allowed.
--@ ends error
while true do string.format(('%99.99f'):rep(50), table.unpack({ 1e308 }, 1, 1), 1) end
