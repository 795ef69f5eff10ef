--@ ends instructions
while true do
  pcall(table.sort, { 3, 2, 1 }, pcall)
  pcall(string.gsub, 'abc', '.', pcall)
  pcall(string.gsub, 'abc', '.', setmetatable({}, { __index = pcall }))
  pcall(load, pcall)
  xpcall(pcall, pcall, pcall, pcall, error)
  pcall(coroutine.wrap(pcall), pcall, coroutine.yield)
  pcall(call, pcall, pcall, error)
  setmetatable({}, { __gc = pcall })
  for _ in pcall, error do break end
end
