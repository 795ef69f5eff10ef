-- A coroutine that closes itself past the parser would leave the parser's buffers behind.
--@ ends instructions
--@ options {"maxMemory": "2MB", "maxInstructions": 20000000}
local closing = setmetatable({}, { __close = function() pcall(coroutine.close) coroutine.close() end })
local function reader()
  local guard <close> = closing
  error('x')
end
local first = true
local function long_name()
  if not first then return reader() end
  first = false
  return 'return ' .. ('a'):rep(50000)
end
while true do
  first = true
  coroutine.wrap(function() load(long_name) end)()
  coroutine.wrap(function() load(reader) load(coroutine.close) end)()
end
