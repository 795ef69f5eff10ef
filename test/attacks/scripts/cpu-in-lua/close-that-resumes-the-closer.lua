-- A coroutine that is being closed closes and resumes itself and others.
--@ ends instructions
local function chain(n)
  local co
  co = coroutine.create(function()
    local x <close> = setmetatable({}, { __close = function() pcall(coroutine.close, co) pcall(coroutine.resume, co) if n > 0 then chain(n - 1) end error('x') end })
    coroutine.yield()
  end)
  coroutine.resume(co)
  return coroutine.close(co)
end
while true do chain(20) end
