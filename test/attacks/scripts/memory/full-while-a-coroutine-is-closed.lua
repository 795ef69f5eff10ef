--@ ends any
--@ options {"maxMemory": "10MB", "maxInstructions": 10000000}
local t = {}
while true do
  local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() while true do t[#t + 1] = ('x'):rep(1000) .. #t end end }) coroutine.yield() end)
  coroutine.resume(co) coroutine.close(co) coroutine.close(co)
end
