-- Asks for the time for ever.
--@ ends instructions
while true do os.time() os.clock() os.date() end
