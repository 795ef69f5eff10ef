-- Any number of numbers.
--@ ends instructions
while true do math.random(0) math.random(1, 3) math.randomseed(1) end
