-- Building strings: concatenation piece by piece, table.concat, and numbers becoming text.
local sum = 0
for round = 1, 20 do
  local parts = {}
  for i = 1, N do
    parts[#parts + 1] = 'item' .. i .. ';'
  end
  local joined = table.concat(parts, ',')
  sum = (sum + #joined) % 1000003

  local line = ''
  for i = 1, N // 10 do
    line = line .. i % 10
    if #line > 200 then
      sum = (sum + #line + round) % 1000003
      line = ''
    end
  end

  local nested = {}
  for i = 1, N // 10 do
    nested[i] = table.concat({ '<', i, '|', i * 2, '>' })
  end
  sum = (sum + #table.concat(nested)) % 1000003
end

return sum
