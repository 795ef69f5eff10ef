-- Lua 5.5 lets a function change how many arguments it has.
--@ ends instructions
local function give(n, ...args) args.n = n return ... end
local sizes = { -1, 1e9 // 1 | 0, math.maxinteger, math.mininteger, 2^53, 0.5, 'x', {}, 1 << 31, 1 << 32 }
while true do for _, n in ipairs(sizes) do pcall(give, n, 1, 2, 3) end assert(select('#', give(0, 1, 2)) == 0) end
