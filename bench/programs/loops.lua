-- Integer arithmetic in nested loops: how many pairs up to N are coprime?
local coprime = 0
for a = 1, N do
  for b = 1, a do
    local x, y = a, b
    while y ~= 0 do
      x, y = y, x % y
    end
    if x == 1 then coprime = coprime + 1 end
  end
end

return coprime
