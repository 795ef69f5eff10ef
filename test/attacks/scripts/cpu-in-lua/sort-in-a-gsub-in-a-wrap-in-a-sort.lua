--@ ends instructions
local function work()
  local t = { 3, 1, 2 }
  table.sort(t, function(a, b)
    local less = coroutine.wrap(function()
      local result
      ('xyz'):gsub('.', function() coroutine.wrap(function() local s = { 2, 1 } table.sort(s, function(x, y) return x < y end) end)() result = a < b end)
      coroutine.yield(result)
    end)()
    return less
  end)
  assert(t[1] == 1 and t[3] == 3)
end
while true do work() end
