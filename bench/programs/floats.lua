-- Float arithmetic in locals: steps until the points of the Mandelbrot set's square escape.
local limit = 50
local steps = 0
for row = 0, N - 1 do
  local ci = 2.0 * row / N - 1.0
  for column = 0, N - 1 do
    local cr = 2.0 * column / N - 1.5
    local zr, zi, zr2, zi2 = 0.0, 0.0, 0.0, 0.0
    local count = 0
    while count < limit and zr2 + zi2 <= 4.0 do
      zi = 2.0 * zr * zi + ci
      zr = zr2 - zi2 + cr
      zr2 = zr * zr
      zi2 = zi * zi
      count = count + 1
    end
    steps = steps + count
  end
end

return steps
