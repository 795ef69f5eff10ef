-- Variables, globals, environments.
x = 1 eq(_ENV.x, 1) eq(_G.x, 1) _ENV.y = 2 eq(y, 2) x, y = nil eq(rawget(_G, 'x'), nil) eq(_G._G, _G) eq(undefined, nil)
do local _ENV = { v = 5 } v = v + 1 w = v local r = _ENV end eq(v, nil)
local function withEnv(_ENV) return a + b end eq(withEnv { a = 1, b = 2 }, 3)
do local e = setmetatable({}, { __index = _G, __newindex = function(t, k, v) rawset(t, k, v * 2) end }) local _ENV <const> = e z = 4 eq(z, 8) end
eq(load('x = 1 return x, _ENV', 'c', 't', { })(), 1) local env = {} load('x = 7', 'c', 't', env)() eq(env.x, 7) eq(x, nil)
local f = load('return function() return q end', 'c', 't', { q = 'inner' })() eq(f(), 'inner')
fails("attempt to index a nil value (local '_ENV')", function() local _ENV = nil local function g() return a end error(g()) end)
-- global declarations
eq({ load('global a, b; a = 1; b = 2; return a + b')() }, { 3 }) eq(rawget(_G, 'a'), 1) a, b = nil
eq({ load('global x; y = 1') }, { nil, '[string "global x; y = 1"]:1: variable \'y\' not declared' })
eq({ load('global <const> *; x = 1', '=c') }, { nil, "c:1: attempt to assign to const variable 'x'" })
eq(load('global *; undeclared1 = 1; return undeclared1')(), 1) undeclared1 = nil
eq({ load('global x <const>; x = 1', '=c') }, { nil, "c:1: attempt to assign to const variable 'x'" })
eq(load('global function f() return 5 end; return f()')(), 5) f5, _G.f = f, nil
eq(load('global gi = 7; return gi')(), 7) fails("global 'gi' already defined", load('global gi = 8')) gi = nil
eq({ load('global x <close> = 1', '=c') }, { nil, "c:1: global variables cannot be to-be-closed" })
eq(load('do global only; only = 1 end; other = 2; return only, other') ~= nil, true)
-- locals: scope, shadowing, the limit
local s = 1 do local s = s + 1 eq(s, 2) local s <const> = s * 10 eq(s, 20) end eq(s, 1)
local p, q, r = (function() return 1, 2, 3 end)() eq({ p, q, r }, { 1, 2, 3 }) local m, n = 1 eq(n, nil) local only = 1, 2
eq({ load('local ' .. ('a,'):rep(199) .. 'a') ~= nil }, { true }) eq(select(2, load('local ' .. ('a,'):rep(200) .. 'a', '=c')):find('too many local variables', 1, true) ~= nil, true)
-- upvalues: each iteration has its own, closures share them
local fs = {} for i = 1, 3 do local j = i * 10 fs[i] = { function() j = j + 1 return i + j end, function() return j end } end
eq(fs[1][1](), 12) eq(fs[1][1](), 13) eq(fs[1][2](), 12) eq(fs[2][2](), 20)
local k = 1 local ws = {} while k <= 3 do local c = k ws[k] = function() c = c + 1 return c end k = k + 1 end eq({ ws[1](), ws[1](), ws[2](), ws[3]() }, { 2, 3, 3, 4 })
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end
local inc, get = counter() inc() inc() eq(get(), 2) local inc2, get2 = counter() inc2() eq(get2(), 1) eq(get(), 2)
eq(select(2, load('local a = 1 ' .. ('local b%d = function() return a end '):rep(1)) or 1, nil), nil)
local parts = {} for i = 1, 180 do parts[i] = 'local u' .. i .. ' = ' .. i end parts[#parts + 1] = 'return function() return u1' for i = 2, 180 do parts[#parts + 1] = ' + u' .. i end eq(load(table.concat(parts, ' ') .. ' end')()(), 180 * 181 // 2)
