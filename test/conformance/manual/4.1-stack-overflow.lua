-- The stacks of Lua and of C, and what happens when they are full (manual sections 2.3 and 4.1).
local function ends(message, f, ...) local ok, e = pcall(f, ...) eq(ok, false) eq(tostring(e):find(message, 1, true) ~= nil or tostring(e), true) end
local function loop() return 1 + loop() end
local ok, e = xpcall(loop, loop) eq(ok, false) eq(e, 'error in error handling')
local function nested() assert(pcall(nested)) end ok, e = xpcall(nested, nested) eq(ok, false) eq(tostring(e):find('error') ~= nil, true)
ok, e = xpcall(loop, function(m) return 'handled' end) eq(ok, false) eq(e, 'handled') ok, e = xpcall(loop, function(m) return debug.traceback(m, 2) end) eq(e:find('stack overflow', 1, true) ~= nil, true)
ends('pattern too complex', function() return string.match(('a'):rep(2000), ('.?'):rep(2000)) end) eq(#string.match(('a'):rep(80), ('.?'):rep(80)), 80)
ends('C stack overflow', function() local function f() string.gsub('a', '.', f) end f() end) ends('C stack overflow', function() local function f() string.gsub('a', '.', f, 1) end f() end)
for _, event in ipairs { '__index', '__newindex', '__add', '__eq', '__lt', '__concat', '__len', '__unm', '__call' } do
  local m = {} local a, b = setmetatable({}, m), setmetatable({}, m)
  local act = ({ __index = function() return a.x end, __newindex = function() a.x = 1 end, __add = function() return a + b end, __eq = function() return a == b end, __lt = function() return a < b end, __concat = function() return a .. b end, __len = function() return #a end, __unm = function() return -a end, __call = function() local r = a() return r end })[event]
  m[event] = function() local r = act() return r end ends('stack overflow', act)
end
ends('C stack overflow', function() local function f() coroutine.wrap(f)() end f() end) ends('stack overflow', function() local function f() pcall(1) coroutine.wrap(f)() end f() end)
do -- deep calls that start a coroutine at their bottom, which does the same
  local function deep(n) if n > 0 then return deep(n - 1) + 1 end coroutine.wrap(function() deep(1000) end)() return 0 end
  ok, e = xpcall(deep, function() return 'ok' end, 1000) eq(ok, false) eq(e, 'ok')
end
do -- a chain of coroutines, each of which closes the one before
  local last = false
  for i = 1, 1000 do local before = last last = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() if before then assert(coroutine.close(before)) end end }) coroutine.yield() end) assert(coroutine.resume(last)) end
  ok, e = coroutine.close(last) eq(ok, false) eq(e:find('C stack overflow', 1, true) ~= nil, true)
end
do local function body() coroutine.yield() local f = coroutine.wrap(body) f() f() end local f = coroutine.wrap(body) f() eq(pcall(f), false) end
-- 100 levels of nesting compile, 500 do not
for _, c in ipairs { { 'local a; a', ',a', '= 1', ',1' }, { 'local a; a=', '{', '0', '}' }, { 'return ', '(', '2', ')' }, { 'return ', '- ', '2', '' }, { 'return ', 'not ', '2', '' }, { 'return ', 'f(', '2', ')' }, { '', 'do ', '', ' end' }, { '', 'while a do ', '', ' end' }, { '', 'if a then else ', '', ' end' }, { '', 'function foo() ', '', ' end' }, { 'local a; return ', 'a..', 'a', '' }, { 'local a; return ', '2^', '2', '' }, { 'local a; return a', '[a', '', ']' } } do
  local first, open, middle, close = table.unpack(c)
  eq({ load(first .. open:rep(100) .. middle .. close:rep(100)) ~= nil }, { true }) local f, m = load(first .. open:rep(500)) eq(f, nil) m = tostring(m) eq(m:find('overflow') ~= nil or m:find('too many') ~= nil or m, true)
end
-- what is deep in Lua alone has no such bound
local function count(n) if n == 0 then return 0 end return 1 + count(n - 1) end eq(count(100000), 100000) ends('stack overflow', count, 1e7) eq(count(1000), 1000) eq(select('#', table.unpack({}, 1, 100000)), 100000) ends('too many results', table.unpack, {}, 1, 1e7) ends('stack overflow', function() local function f(...) return 1 + f(1, ...) end return f() end)
ends('string slice too long', function() return (('x'):rep(3e6 // 1 | 0)):byte(1, -1) end)
local co = coroutine.wrap(function() return count(50000) end) eq(co(), 50000) eq(pcall(string.rep, 'x', -1), true)
-- after all this everything still works
eq(pcall(error, 'x'), false) local t = {} for i = 1, 1000 do t[i] = i end table.sort(t, function(a, b) return a > b end) eq(t[1], 1000) collectgarbage()
