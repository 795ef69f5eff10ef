-- Protected calls do not catch the end.
--@ ends instructions
while true do pcall(function() while true do end end) end
