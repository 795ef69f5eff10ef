-- Jumps back and forth between labels.
--@ ends instructions
do local n = 0 ::a:: n = n + 1 if n % 2 == 0 then goto b end goto c ::b:: n = n + 3 goto a ::c:: n = n - 1 goto a end
