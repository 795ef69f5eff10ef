-- As far as integers go.
--@ ends instructions
table.move({}, 1, math.maxinteger - 1, 1, {})
