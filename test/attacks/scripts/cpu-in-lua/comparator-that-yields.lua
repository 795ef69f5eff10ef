-- Where nothing may be suspended.
--@ ends instructions
while true do
  local ok, message = coroutine.resume(coroutine.create(function() table.sort({ 3, 2, 1 }, coroutine.yield) end))
  assert(not ok and message:find('yield across a C%-call boundary'))
  coroutine.wrap(function() pcall(table.sort, { 3, 2, 1 }, function() coroutine.yield() end) pcall(string.gsub, 'x', 'x', coroutine.yield) pcall(load, coroutine.yield) end)()
end
