-- A float loop to infinity.
--@ ends instructions
for x = 1, math.huge do end
