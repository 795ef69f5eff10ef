-- From every place from which it may be tried.
--@ ends instructions
--@ options {"maxInstructions": 20000000}
local close, running, wrap = coroutine.close, coroutine.running, coroutine.wrap
while true do
  pcall(wrap(function() pcall(close, running()) end))
  pcall(wrap(function() local x <close> = setmetatable({}, { __close = function() close(running()) end }) error('x') end))
  pcall(wrap(function() table.sort({ 3, 2, 1 }, function() close(running()) end) end))
  pcall(wrap(function() ('x'):gsub('x', function() close(running()) end) end))
  pcall(wrap(function() xpcall(error, function() close(running()) end) end))
  pcall(wrap(function() setmetatable({}, { __gc = function() close(running()) end }) collectgarbage() end))
  pcall(wrap(function() load(function() close(running()) end) end))
  pcall(wrap(function() return setmetatable({}, { __index = function() close(running()) end }).x end))
  pcall(wrap(function() call(close, running()) end))
end
