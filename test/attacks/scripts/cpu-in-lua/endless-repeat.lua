-- A loop that tests its condition last.
--@ ends instructions
repeat until false
