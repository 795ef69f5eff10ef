-- A numeric loop with the longest range there is.
--@ ends instructions
for i = math.mininteger, math.maxinteger do end
