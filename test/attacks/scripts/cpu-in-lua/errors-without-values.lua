--@ ends instructions
while true do
  pcall(error) pcall(error, nil) coroutine.resume(coroutine.create(error)) xpcall(error, error) xpcall(error, function() error() end)
  pcall(function() local x <close> = setmetatable({}, { __close = error }) error() end)
  coroutine.close(coroutine.create(error))
end
