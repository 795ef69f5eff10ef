-- Coroutines.
local co = coroutine.create(function(a, b)
  local c = coroutine.yield(a + b)
  local d, e = coroutine.yield(a + b + c)
  return d * e, 'end'
end)
eq(coroutine.status(co), 'suspended') eq({ coroutine.resume(co, 1, 2) }, { true, 3 }) eq({ coroutine.resume(co, 10) }, { true, 13 })
eq({ coroutine.resume(co, 3, 4) }, { true, 12, 'end' }) eq(coroutine.status(co), 'dead')
eq({ coroutine.resume(co) }, { false, 'cannot resume dead coroutine' })
-- status
local outer outer = coroutine.create(function()
  eq(coroutine.status(outer), 'running')
  coroutine.wrap(function() eq(coroutine.status(outer), 'normal') end)()
  eq({ coroutine.resume(outer) }, { false, 'cannot resume non-suspended coroutine' })
end)
assert(coroutine.resume(outer))
local thread, main = coroutine.running() eq(main, true) eq(type(thread), 'thread')
eq({ coroutine.resume(thread) }, { false, 'cannot resume non-suspended coroutine' })
eq(coroutine.isyieldable(), false) eq(coroutine.wrap(function() return coroutine.isyieldable() end)(), true)
eq(coroutine.isyieldable(coroutine.create(print)), true) eq(coroutine.isyieldable(thread), false)
fails('attempt to yield from outside a coroutine', coroutine.yield)
-- wrap
local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
eq({ gen(), gen(), gen() }, { 1, 2, 3 }) eq(gen(), nil) fails('cannot resume dead coroutine', gen)
local sum = 0 for v in coroutine.wrap(function() for i = 1, 100 do coroutine.yield(i) end end) do sum = sum + v end eq(sum, 5050)
fails(here() .. 'inside', coroutine.wrap(function() error('inside') end))
local value = {} eq(select(2, pcall(coroutine.wrap(function() error(value) end))), value)
-- many values, none
local echo = coroutine.wrap(function(...) while true do coroutine.yield(select('#', ...)) end end)
eq(echo(nil, nil, nil), 3)
local many = coroutine.wrap(function(...) return select('#', coroutine.yield(...)) end)
eq(select('#', many(table.unpack({}, 1, 200))), 200) eq(many(table.unpack({}, 1, 150)), 150)
-- yields across pcall, xpcall, metamethods, iterators, closing values, tail calls
local function run(f, ...)
  local values, c = {}, coroutine.create(f)
  local r = table.pack(coroutine.resume(c, ...))
  while coroutine.status(c) ~= 'dead' do values[#values + 1] = r[2] r = table.pack(coroutine.resume(c, #values)) end
  return values, table.unpack(r, 1, r.n)
end
eq({ run(function() return pcall(function() coroutine.yield('a') error('b', 0) end) end) }, { { 'a' }, true, false, 'b' })
eq({ run(function() return pcall(pcall, pcall, coroutine.yield, 'a') end) }, { { 'a' }, true, true, true, true, 1 })
eq({ run(function() return xpcall(function() coroutine.yield('a') error('b', 0) end, function(m) return m .. '!' end) end) }, { { 'a' }, true, false, 'b!' })
eq({ run(function() return pcall(error, coroutine.yield('a')) end) }, { { 'a' }, true, false, 1 })
local m = setmetatable({}, {
  __index = function(_, k) return coroutine.yield('index ' .. k) end, __newindex = function(_, k) coroutine.yield('newindex ' .. k) end,
  __add = function() return coroutine.yield('add') end, __concat = function() return coroutine.yield('concat') end,
  __eq = function() return coroutine.yield('eq') end, __lt = function() return coroutine.yield('lt') end, __le = function() return coroutine.yield('le') end,
  __len = function() return coroutine.yield('len') end, __call = function(_, x) return coroutine.yield('call') end, __unm = function() return coroutine.yield('unm') end,
  __close = function() coroutine.yield('close') end, __idiv = function() return coroutine.yield('idiv') end, __band = function() return coroutine.yield('band') end,
})
eq({ run(function()
  local x <close> = m
  local r = { m.a, m + 1, 1 + m, m .. 'x', 'x' .. m, m == setmetatable({}, getmetatable(m)), m < 1, m <= 1, not (m > 1), #m, m(1), -m, m // 2, 2 & m }
  m.b = 2
  if m < 1 then r[#r + 1] = 'then' end
  while m == setmetatable({}, getmetatable(m)) do r[#r + 1] = 'loop' break end
  return r
end) }, {
  { 'index a', 'add', 'add', 'concat', 'concat', 'eq', 'lt', 'le', 'lt', 'len', 'call', 'unm', 'idiv', 'band', 'newindex b', 'lt', 'eq', 'close' },
  true, { 1, 2, 3, 4, 5, true, true, true, false, 10, 11, 12, 13, 14, 'then', 'loop' } })
eq({ run(function() local s = 0 for a in function(_, i) return coroutine.yield('iter') end do s = s + a if a >= 3 then break end end return s end) }, { { 'iter', 'iter', 'iter' }, true, 6 })
eq({ run(function() local function f(n) if n == 0 then return coroutine.yield('bottom') end return f(n - 1) end return f(100) end) }, { { 'bottom' }, true, 1 })
eq({ run(function() return table.unpack({ coroutine.yield(1), coroutine.yield(2) }) end) }, { { 1, 2 }, true, 1, 2 })
eq({ run(function() local t = setmetatable({}, { __pairs = function() coroutine.yield('pairs') return next, { 5 } end }) for k, v in pairs(t) do return v end end) }, { { 'pairs' }, true, 5 })
eq({ run(function() return load('return coroutine.yield("in chunk")')() end) }, { { 'in chunk' }, true, 1 })
eq({ run(function() return dofile and 1 or 1 end) }, { {}, true, 1 })
eq({ run(function() return select(2, coroutine.resume(coroutine.create(function() return coroutine.yield('inner') end))) end) }, { {}, true, 'inner' })
eq({ run(function() local c = coroutine.wrap(function() coroutine.yield('i1') coroutine.yield('i2') end) coroutine.yield(c()) coroutine.yield(c()) end) }, { { 'i1', 'i2' }, true })
-- not across C calls without a continuation
for _, f in ipairs {
  function() table.sort({ 2, 1 }, function() coroutine.yield() end) end, function() ('x'):gsub('.', coroutine.yield) end,
  function() tostring(setmetatable({}, { __tostring = coroutine.yield })) end,
  function() table.concat(setmetatable({}, { __index = coroutine.yield }), '', 1, 2) end, function() string.format('%s', setmetatable({}, { __tostring = coroutine.yield })) end,
} do
  fails('attempt to yield across a C-call boundary', coroutine.wrap(f))
end
-- close
local closed = {}
local function closing(name, fail) return setmetatable({}, { __close = function(_, e) closed[#closed + 1] = { name, e } if fail then error(fail, 0) end end }) end
co = coroutine.create(function() local a <close> = closing('a') local b <close> = closing('b') coroutine.yield() end)
coroutine.resume(co) eq({ coroutine.close(co) }, { true }) eq(closed, { { 'b' }, { 'a' } }) eq(coroutine.status(co), 'dead')
closed = {} co = coroutine.create(function() local a <close> = closing('a') local b <close> = closing('b', 'failed') coroutine.yield() end)
coroutine.resume(co) eq({ coroutine.close(co) }, { false, 'failed' }) eq(closed, { { 'b' }, { 'a', 'failed' } })
co = coroutine.create(function() error('x', 0) end) coroutine.resume(co) eq({ coroutine.close(co) }, { false, 'x' }) eq({ coroutine.close(co) }, { true })
eq({ coroutine.close(coroutine.create(print)) }, { true })
fails('cannot close a normal coroutine', coroutine.wrap(function() local o = coroutine.running() coroutine.wrap(function() coroutine.close(o) end)() end))
fails('cannot close main thread', coroutine.close, (coroutine.running()))
closed = {} co = coroutine.create(function() local a <close> = closing('self') coroutine.close(coroutine.running()) closed[2] = 'not reached' end)
eq({ coroutine.resume(co) }, { true }) eq(closed, { { 'self' } }) eq(coroutine.status(co), 'dead')
co = coroutine.create(function() pcall(function() local a <close> = closing('self') coroutine.close() end) end)
closed = {} eq({ coroutine.resume(co) }, { true }) eq(#closed, 1)
-- errors leave a dead coroutine whose stack can be seen
co = coroutine.create(function() local function inner() error('x') end inner() end)
coroutine.resume(co) eq(debug.traceback(co):find("in local 'inner'", 1, true) ~= nil, true)
co = coroutine.create(function() local seen = 42 coroutine.yield() end) coroutine.resume(co)
eq({ debug.getlocal(co, 1, 1) }, { 'seen', 42 })
eq(debug.traceback(co), "stack traceback:\n\t[C]: in field 'yield'\n\t" .. here(-2) .. 'in function <' .. here(-2):sub(1, -3) .. '>')
-- resuming after a yield with no stack left to spare, deep recursion inside coroutines
eq(coroutine.wrap(function() local function f(n) if n > 0 then return 1 + f(n - 1) end coroutine.yield() return 0 end return f(5000) end)(), nil)
eq(select(2, pcall(coroutine.wrap(function() local function f() return 1 + f() end return f() end))):find('stack overflow') ~= nil, true)
-- arguments
fails('(function expected, got number)', coroutine.create, 1) fails('(function expected, got no value)', coroutine.wrap)
fails('(thread expected, got number)', coroutine.resume, 1) fails('(thread expected, got table)', coroutine.status, {})
fails('(thread expected, got number)', coroutine.close, 1) fails('(thread expected, got number)', coroutine.isyieldable, 1)
-- generators of permutations, producers and filters
local function permutations(a, n) n = n or #a if n <= 1 then coroutine.yield(table.concat(a)) else for i = 1, n do a[n], a[i] = a[i], a[n] permutations(a, n - 1) a[n], a[i] = a[i], a[n] end end end
local all = {} for p in coroutine.wrap(function() permutations { 'a', 'b', 'c' } end) do all[#all + 1] = p end
eq(all, { 'bca', 'cba', 'cab', 'acb', 'bac', 'abc' })
local function filter(f, source) return coroutine.wrap(function() for v in source do if f(v) then coroutine.yield(v) end end end) end
local numbers = coroutine.wrap(function() for i = 2, 60 do coroutine.yield(i) end end)
local primes = {} local source = numbers
while true do local p = source() if not p then break end primes[#primes + 1] = p source = filter(function(v) return v % p ~= 0 end, source) end
eq(primes, { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59 })
-- a coroutine closes itself while it is being closed, by itself or by another, also from within protected calls
do
  local log = {} local function closing(name, f) return setmetatable({}, { __close = function(_, e) log[#log + 1] = name .. tostring(e) f() log[#log + 1] = 'not reached' end }) end
  local function closed(how, f) log = {} local co co = coroutine.create(function() local a <close> = closing('a', coroutine.close) local b <close> = closing('b', f) how() return 'not reached' end) local ok, message = coroutine.resume(co) local status = coroutine.status(co) return ok, message, status, select('#', coroutine.close(co)), coroutine.status(co), table.concat(log, ' ') end
  for _, f in ipairs { coroutine.close, function() coroutine.close(coroutine.running()) end, function() pcall(pcall, coroutine.close) end, function() string.gsub('x', 'x', function() pcall(coroutine.close) end) end } do
    eq({ closed(coroutine.close, f) }, { true, nil, 'dead', 1, 'dead', 'bnil anil' })
    eq({ closed(coroutine.yield, f) }, { true, nil, 'suspended', 1, 'dead', 'bnil anil' })
  end
  eq({ closed(coroutine.close, function() error('e', 0) end) }, { true, nil, 'dead', 1, 'dead', 'bnil ae' })
end
