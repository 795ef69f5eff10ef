-- It hoards memory until there is none. Running out is an error like any
-- other, so scripts may catch it, as the Lua manual says.

hoard = {}

local ok, message = pcall(function()
  while true do
    hoard[#hoard + 1] = ('x'):rep(10000) .. #hoard
  end
end)

print('caught:', message)
print(#hoard, 'strings hoarded')

-- Not caught this time:
while true do
  hoard[#hoard + 1] = ('y'):rep(10000) .. #hoard
end
