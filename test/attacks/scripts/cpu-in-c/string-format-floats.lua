-- The longest numbers there are.
--@ ends instructions
while true do string.format('%99.99f %99.99f %a', 1e308, -1e-308, 1e308) end
