-- Two values are left to be closed after it.
--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local co = coroutine.create(function()
  local a <close> = setmetatable({}, { __close = touch })
  local b <close> = setmetatable({}, { __close = function() stop() end })
  local c <close> = setmetatable({}, { __close = touch })
  coroutine.yield()
end)
coroutine.resume(co)
pcall(coroutine.close, co) touch()
