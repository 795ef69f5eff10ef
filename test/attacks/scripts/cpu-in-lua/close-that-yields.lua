--@ ends instructions
local meta = { __close = function() coroutine.yield() end }
while true do
  local co = coroutine.create(function()
    local a <close> = setmetatable({}, meta)
    local b <close> = setmetatable({}, meta)
    for _ in coroutine.wrap(function() coroutine.yield(1) end), nil, nil, setmetatable({}, meta) do break end
    error('x')
  end)
  for i = 1, 6 do coroutine.resume(co) end
  pcall(coroutine.close, co)
end
