-- Short-lived and long-lived binary trees: allocation and the collector.
local function grow(depth)
  if depth == 0 then return {} end
  return { grow(depth - 1), grow(depth - 1) }
end

local function count(tree)
  if not tree[1] then return 1 end
  return 1 + count(tree[1]) + count(tree[2])
end

local lasting = grow(N)
local nodes = 0
for depth = 4, N, 2 do
  for _ = 1, 2 ^ (N - depth) do
    nodes = nodes + count(grow(depth))
  end
end

return nodes + count(lasting)
