--@ ends any
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local co = coroutine.wrap(function()
  table.sort({ 3, 2, 1 }, function(a, b) return (('x'):gsub('x', function() stop() touch() end)) == 'x' and a < b end) touch()
end)
pcall(co) touch()
