-- A generic for whose iterator never returns nil.
--@ ends instructions
for x in function() return 1 end do end
