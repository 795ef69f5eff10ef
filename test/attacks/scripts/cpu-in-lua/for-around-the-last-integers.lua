-- Loops that would overflow end by themselves, so that only the outer one goes on.
--@ ends instructions
local M, m = math.maxinteger, math.mininteger
while true do
  local n = 0
  for i = M - 2, M do n = n + 1 end assert(n == 3)
  for i = m + 2, m, -1 do n = n + 1 end assert(n == 6)
  for i = m, M, M do n = n + 1 end assert(n == 9)
  for i = M, m, m do n = n + 1 end assert(n == 11)
  for i = 1, math.huge, M do n = n + 1 end assert(n == 12)
  for i = M - 1, 1e300 do n = n + 1 end assert(n == 14)
end
