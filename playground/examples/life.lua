-- Conway's game of life on a torus. `wait` is a function of this page that
-- returns a promise: Lua waits for it, and the page goes on.

local width, height = 40, 20

local function newGrid()
  local grid = {}
  for y = 1, height do
    grid[y] = {}
    for x = 1, width do grid[y][x] = 0 end
  end
  return grid
end

local function neighbours(grid, x, y)
  local count = 0
  for dy = -1, 1 do
    local line = grid[(y + dy - 1) % height + 1]
    for dx = -1, 1 do count = count + line[(x + dx - 1) % width + 1] end
  end
  return count - grid[y][x]
end

local function step(grid)
  local next = newGrid()
  for y = 1, height do
    for x = 1, width do
      local n = neighbours(grid, x, y)
      next[y][x] = (n == 3 or n == 2 and grid[y][x] == 1) and 1 or 0
    end
  end
  return next
end

local function show(grid, generation)
  local lines = { ('generation %d'):format(generation) }
  for y = 1, height do
    lines[#lines + 1] = table.concat(grid[y]):gsub('0', '  '):gsub('1', '██')
  end
  clear()
  print(table.concat(lines, '\n'))
end

math.randomseed(7)
world = newGrid()
for y = 1, height do
  for x = 1, width do world[y][x] = math.random() < 0.3 and 1 or 0 end
end

for generation = 1, 60 do
  show(world, generation)
  wait(0.06)
  world = step(world)
end
