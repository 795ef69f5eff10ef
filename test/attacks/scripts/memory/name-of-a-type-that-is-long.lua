-- It is part of every message.
--@ ends instructions
--@ options {"maxMemory": "30MB", "maxInstructions": 3000000}
local t = setmetatable({}, { __name = ('x'):rep(3e6) })
local kept = {}
while true do
  for _, f in ipairs { function() return t + 1 end, function() return t < 1 end, function() return #t, t.x.y end, function() ('x'):rep(t) end, function() tostring(t) end, function() string.format('%d', t) end } do
    local ok, message = pcall(f) kept[#kept % 4 + 1] = message
  end
end
