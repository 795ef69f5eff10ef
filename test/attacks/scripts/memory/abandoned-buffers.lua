-- Library functions that fail with a large buffer in use.
--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 10000000}
local long = ('x'):rep(100000)
while true do
  pcall(string.gsub, long, 'x', function() if math.random() < 0.001 then error('x') end return 'yyyy' end)
  pcall(table.concat, { long, long, long, {} })
  pcall(string.format, '%s%s%s%d', long, long, long, 'x')
  pcall(string.rep, long, 3, setmetatable({}, {}))
  coroutine.wrap(function() pcall(string.gsub, long, 'x', coroutine.yield) end)()
end
