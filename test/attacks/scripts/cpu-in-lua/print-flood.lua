-- Output is a call of the host each time.
--@ ends instructions
while true do print('flood') end
