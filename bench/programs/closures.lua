-- Making closures, calling them, and changing the variables they share.
local function counter(step)
  local value = 0
  return function()
    value = (value + step) % 65536
    return value
  end, function()
    return value
  end
end

local function compose(f, g)
  return function(x)
    return f(g(x))
  end
end

local function add(n)
  return function(x)
    return (x + n) % 65536
  end
end

local sum = 0
for i = 1, N do
  local advance, current = counter(i % 10)
  for _ = 1, 4 do
    advance()
  end
  local shift = compose(add(i), compose(add(7), add(-3)))
  sum = (sum + shift(current())) % 1000003
end

return sum
