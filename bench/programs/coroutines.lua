-- A pipeline of generators (every value passes three resumes), and many short-lived coroutines.
local wrap, yield = coroutine.wrap, coroutine.yield

local function numbers(last)
  return wrap(function()
    for i = 1, last do
      yield(i)
    end
  end)
end

local function without(factor, source)
  return wrap(function()
    for value in source do
      if value % factor ~= 0 then yield(value) end
    end
  end)
end

local sum = 0
for value in without(5, without(3, numbers(N))) do
  sum = (sum + value) % 1000003
end

for i = 1, N // 20 do
  local thread = coroutine.create(function(a)
    local b = yield(a + 1)
    return a * b
  end)
  local _, first = coroutine.resume(thread, i % 100)
  local _, product = coroutine.resume(thread, first)
  sum = (sum + product) % 1000003
end

return sum
