-- As long as the arguments say.
--@ ends instructions
table.concat(setmetatable({}, { __index = function() return '' end }), '', 1, math.maxinteger)
