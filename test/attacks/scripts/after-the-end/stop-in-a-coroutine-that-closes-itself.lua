--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
pcall(coroutine.wrap(function()
  local a <close> = setmetatable({}, { __close = touch })
  local b <close> = setmetatable({}, { __close = function() stop() end })
  coroutine.close(coroutine.running())
end)) touch()
