-- A backward goto has no loop instruction.
--@ ends instructions
::again:: goto again
