-- Nested loops that only continue.
--@ ends instructions
for i = 1, math.huge do for j = 1, 10 do if j > 0 then goto continue end ::continue:: end end
