--@ ends returned
--@ options {"maxInstructions": 300000000}
for i = 1, 3 do
  local co = coroutine.create(function() local function f() local x <close> = setmetatable({}, { __close = function() end }) coroutine.isyieldable() return (f()) end f() end)
  assert(not coroutine.resume(co)) coroutine.close(co)
  local waiting = coroutine.create(function() local function f(n) local x <close> = setmetatable({}, { __close = function() error(n) end }) if n == 0 then coroutine.yield() end return (f(n - 1)) end f(1000) end)
  assert(coroutine.resume(waiting)) assert(not coroutine.close(waiting))
end
