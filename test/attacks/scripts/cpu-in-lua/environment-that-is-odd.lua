--@ ends instructions
while true do
  for _, env in ipairs { 1, 'x', false, print, coroutine.create(print), setmetatable({}, { __index = error, __newindex = error }) } do
    local f = load('x = 1 return y', '=odd', 't', env)
    pcall(f) pcall(coroutine.wrap(f))
  end
end
