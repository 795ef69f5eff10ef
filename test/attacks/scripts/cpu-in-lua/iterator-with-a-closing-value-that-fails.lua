--@ ends instructions
local closing = setmetatable({}, { __close = function() error('close', 0) end })
local function once(_, i) if not i then return 1 end end
while true do
  assert(select(2, pcall(function() for _ in once, nil, nil, closing do end end)) == 'close')
  assert(select(2, pcall(function() for _ in once, nil, nil, closing do error('body', 0) end end)) == 'close')
  assert(select(2, pcall(function() for _ in once, nil, nil, closing do return 1 end end)) == 'close')
end
