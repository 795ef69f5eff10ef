-- An ordinary mistake: the line is marked, and the traceback can be clicked.

local stock = { apples = 3, pears = 5 }

local function priceOf(name)
  return stock[name].price * 2
end

local function total(names)
  local sum = 0
  for _, name in ipairs(names) do
    sum = sum + priceOf(name)
  end
  return sum
end

print('adding up ...')
return total({ 'apples', 'pears', 'plums' })
