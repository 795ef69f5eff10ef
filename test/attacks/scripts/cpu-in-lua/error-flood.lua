-- Errors with tables, strings and nil.
--@ ends instructions
while true do pcall(error, {}) pcall(error, 'x', 2) pcall(error) pcall(function() local x = nil + 1 end) end
