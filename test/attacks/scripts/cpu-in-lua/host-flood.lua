-- A host function, called for ever.
--@ ends instructions
while true do touch() end
