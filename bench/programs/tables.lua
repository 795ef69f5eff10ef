-- Arrays: a sieve of Eratosthenes, then sums over a table of tables.
local composite = {}
for i = 1, N do
  composite[i] = false
end
for i = 2, N do
  if i <= N // i and not composite[i] then -- i * i would overflow 32 bits later on
    for multiple = i * i, N, i do
      composite[multiple] = true
    end
  end
end

local width = 100
local rows = {}
for i = 1, N do
  local r = (i - 1) // width + 1
  local row = rows[r]
  if not row then
    row = {}
    rows[r] = row
  end
  row[#row + 1] = composite[i] and 0 or 1
end

local sum = 0
for r, row in ipairs(rows) do
  for c = 1, #row do
    sum = (sum + row[c] * (r + c)) % 1000003
  end
end

return sum
