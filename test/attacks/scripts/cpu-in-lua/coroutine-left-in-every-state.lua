-- All that can be done with a coroutine, done with one in each state.
--@ ends instructions
local states = {}
while true do
  states[1] = coroutine.create(print)
  states[2] = coroutine.create(function() coroutine.yield() end) coroutine.resume(states[2])
  states[3] = coroutine.create(error) coroutine.resume(states[3])
  states[4] = coroutine.create(function() end) coroutine.resume(states[4])
  states[5] = coroutine.running()
  states[6] = coroutine.create(function() for i = 1, 6 do pcall(coroutine.close, states[i]) pcall(coroutine.resume, states[i]) coroutine.status(states[i]) pcall(coroutine.isyieldable, states[i]) end end)
  coroutine.resume(states[6])
end
