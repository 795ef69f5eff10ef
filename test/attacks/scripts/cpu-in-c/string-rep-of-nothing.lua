-- No byte is made, whatever the count.
--@ ends instructions
while true do local s = (''):rep(math.maxinteger) end
