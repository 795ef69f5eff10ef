-- The Mandelbrot set, in characters. Look at its profile when it has run.

local width, height = 64, 22
local shades = ' .,:;-=+ox*%#@'

local function iterate(cx, cy, limit)
  local x, y, n = 0.0, 0.0, 0
  while x * x + y * y < 4 and n < limit do
    x, y, n = x * x - y * y + cx, 2 * x * y + cy, n + 1
  end
  return n
end

local function shade(n, limit)
  if n == limit then return ' ' end
  local i = n % #shades + 1
  return shades:sub(i, i)
end

local function row(y, limit)
  local line = {}
  for x = 0, width - 1 do
    local n = iterate(x / width * 3.1 - 2.2, y / height * 2.4 - 1.2, limit)
    line[#line + 1] = shade(n, limit)
  end
  return table.concat(line)
end

rows = {}
for y = 0, height - 1 do
  rows[#rows + 1] = row(y, 400)
  print(rows[#rows])
end

return #rows, _VERSION
