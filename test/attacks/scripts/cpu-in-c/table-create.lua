-- Fills with nil.
--@ ends instructions
while true do table.create(0, 2^17) table.create(2^17) end
