-- None of the pending values is closed, though an error is under way.
--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local function f(n)
  local x <close> = setmetatable({}, { __close = function() touch() end })
  if n == 0 then stop() error('x') end
  return f(n - 1), 1
end
pcall(f, 150) touch()
