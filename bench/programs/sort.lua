-- table.sort by `<`, by a comparator in Lua, and of strings.
local seed = 42
local function random()
  seed = (seed * 25173 + 13849) % 65536
  return seed
end

local numbers, records, names = {}, {}, {}
for i = 1, N do
  local key = random()
  numbers[i] = key
  records[i] = { key = key, id = i }
  names[i] = 'name' .. key
end

table.sort(numbers)
table.sort(records, function(a, b)
  if a.key ~= b.key then return a.key > b.key end
  return a.id < b.id
end)
table.sort(names)

local sum = 0
for i = 1, N do
  sum = (sum * 31 + numbers[i] + records[i].id + #names[i]) % 1000003
end

return sum
