-- A float loop whose step is lost in rounding.
--@ ends instructions
for x = 1e16, 2e16, 0.5 do end
