-- It catches every error there is, in error handlers, coroutines and
-- finalizers too. An end cannot be caught.

local function again()
  setmetatable({}, { __gc = again })
  while true do
    pcall(function() while true do end end)
  end
end

while true do
  xpcall(again, function() while true do end end)
  coroutine.wrap(again)()
end
