-- Garbage collection.
eq(math.type(collectgarbage('count')), 'float')
eq(collectgarbage(), 0) eq(collectgarbage('collect'), 0)
eq(collectgarbage('isrunning'), true) eq(collectgarbage('stop'), 0) eq(collectgarbage('isrunning'), false)
eq(collectgarbage('restart'), 0) eq(collectgarbage('isrunning'), true)
eq(collectgarbage('generational'), 'incremental') eq(collectgarbage('incremental'), 'generational')
eq(type(collectgarbage('step')), 'boolean')
collectgarbage('stop') eq(collectgarbage('step', 1 << 20), true) collectgarbage('restart')
local pause = collectgarbage('param', 'pause')
eq(math.type(pause), 'integer')
eq(collectgarbage('param', 'pause', 300), pause) eq(collectgarbage('param', 'pause', pause) >= 290, true)
for _, name in ipairs { 'minormul', 'majorminor', 'minormajor', 'pause', 'stepmul', 'stepsize' } do
  eq(math.type(collectgarbage('param', name)), 'integer')
end
fails("bad argument #1 to 'collectgarbage' (invalid option 'x')", collectgarbage, 'x')
fails("bad argument #2 to 'collectgarbage' (invalid option 'x')", collectgarbage, 'param', 'x')
-- garbage goes
local function count() collectgarbage() return collectgarbage('count') end
local before = count()
for i = 1, 1000 do local t = { {}, 'x' .. i } t.t = t end
eq(count() - before < 10, true)
do local keep = {} for i = 1, 1000 do keep[i] = { i } end eq(count() - before > 20, true) end
-- finalizers: in the opposite order of marking; once
local order = {}
do
  for i = 1, 3 do setmetatable({ i }, { __gc = function(o) order[#order + 1] = o[1] end }) end
end
collectgarbage() eq(order, { 3, 2, 1 }) collectgarbage() eq(#order, 3)
-- a field added later does not mark
local late = false
do local m = {} setmetatable({}, m) m.__gc = function() late = true end end
collectgarbage() eq(late, false)
do local m = { __gc = true } setmetatable({}, m) m.__gc = function() late = true end end
collectgarbage() eq(late, true)
-- resurrection: the object comes back, and can be marked again
local back, times = nil, 0
local again = {} again.__gc = function(o) times = times + 1 back = o setmetatable(o, again) end
do setmetatable({ name = 'phoenix' }, again) end
collectgarbage() eq(back.name, 'phoenix') eq(times, 1)
back = nil collectgarbage() eq(times, 2) eq(back.name, 'phoenix')
getmetatable(back).__gc = nil back = nil collectgarbage() eq(times, 2)
-- errors in finalizers do not reach the script
do setmetatable({}, { __gc = function() error('x') end }) end
eq(pcall(collectgarbage), true)
do setmetatable({}, { __gc = 1 }) end collectgarbage()
-- finalizers may make garbage, call, and collect
local made
do setmetatable({}, { __gc = function() collectgarbage() made = {} for i = 1, 100 do made[i] = { i } end end }) end
collectgarbage() eq(#made, 100)
-- weak values
local values = setmetatable({}, { __mode = 'v' })
local kept = {}
values[1] = {} values[2] = kept values.x = {} values.s = 'string' values.n = 1 values.f = print
collectgarbage()
eq(values[1], nil) eq(values[2], kept) eq(values.x, nil) eq(values.s, 'string') eq(values.n, 1) eq(values.f, print)
-- weak keys; ephemerons
local keys = setmetatable({}, { __mode = 'k' })
keys[{}] = 1 keys[kept] = {} keys.s = {}
do local k = {} keys[k] = { k } end
collectgarbage()
local n = 0 for k in pairs(keys) do n = n + 1 end
eq(n, 2) eq(type(keys[kept]), 'table')
local first do local k1, k2, k3 = {}, {}, {} keys[k1] = k2 keys[k2] = k3 keys[k3] = 'end' first = k1 end
collectgarbage() eq(keys[keys[keys[first]]], 'end')
first = nil collectgarbage() n = 0 for k in pairs(keys) do n = n + 1 end eq(n, 2)
-- both weak
local both = setmetatable({}, { __mode = 'kv' })
both[{}] = kept both[kept] = {} both[kept] = kept both[1] = {}
collectgarbage() n = 0 for k in pairs(both) do n = n + 1 end eq(n, 1)
-- a weak value with a finalizer is gone before it runs; a weak key after
local seenValue, seenKey
local v, k = setmetatable({}, { __mode = 'v' }), setmetatable({}, { __mode = 'k' })
do
  local o = setmetatable({}, { __gc = function(o) seenValue, seenKey = v[1], k[o] end })
  v[1] = o k[o] = 'known'
end
collectgarbage() eq(seenValue, nil) eq(seenKey, 'known')
-- coroutines, closures and cycles are collected
local gone = 0
local function mark() return setmetatable({}, { __gc = function() gone = gone + 1 end }) end
do local co = coroutine.wrap(function() local x = mark() coroutine.yield() return x end) co() end
do local x = mark() local f f = function() return x, f end end
do local t = { mark() } t.t = t end
collectgarbage() collectgarbage() eq(gone, 3)
-- strings survive as keys
local strings = {} for i = 1, 100 do strings['k' .. i] = i end collectgarbage() eq(strings['k' .. 50], 50)
-- generational mode
collectgarbage('generational')
local old = {}
for i = 1, 2000 do old[i % 50] = { i, old[(i * 7) % 50] and i } local g = { {} } end
collectgarbage('step') collectgarbage() eq(type(old[1]), 'table')
local w = setmetatable({}, { __mode = 'k' }) w[{}] = 1 collectgarbage() eq(next(w), nil)
collectgarbage('incremental')
