-- Metatables and metamethods.
local log
local function logs(name, result) return function(...) log = { name, select('#', ...), ... } return result end end
local events = {}
local function object(v) return setmetatable({ v = v }, events) end
local a, b = object('a'), object('b')
local binary = {
  __add = function(x, y) return x + y end, __sub = function(x, y) return x - y end, __mul = function(x, y) return x * y end,
  __div = function(x, y) return x / y end, __mod = function(x, y) return x % y end, __pow = function(x, y) return x ^ y end,
  __idiv = function(x, y) return x // y end, __band = function(x, y) return x & y end, __bor = function(x, y) return x | y end,
  __bxor = function(x, y) return x ~ y end, __shl = function(x, y) return x << y end, __shr = function(x, y) return x >> y end,
  __concat = function(x, y) return x .. y end,
}
for name, operate in pairs(binary) do
  fails('attempt to', operate, a, b)
  events[name] = logs(name, 7)
  eq(operate(a, b), 7) eq(log[1], name) eq(rawequal(log[3], a) and rawequal(log[4], b), true)
  eq(operate(a, 1), 7) eq(rawequal(log[3], a), true) eq(log[4], 1)
  eq(operate(2, a), 7) eq(log[3], 2)
  eq(operate('x', a), 7) eq(log[3], 'x')
  eq(operate(nil, a), 7) eq(operate(a, nil), 7)
  events[name] = function() return 1, 2, 3 end
  eq({ operate(a, b) }, { 1 })
  events[name] = nil
end
-- the first operand's metamethod wins
local first, second = setmetatable({}, { __add = function() return 'first' end }), setmetatable({}, { __add = function() return 'second' end })
eq(first + second, 'first') eq(second + first, 'second') eq(1 + second, 'second')
-- unary: the operand is passed twice
for name, operate in pairs { __unm = function(x) return -x end, __bnot = function(x) return ~x end, __len = function(x) return #x end } do
  events[name] = logs(name, 'r')
  eq(operate(a), 'r') eq(log[1], name) eq(rawequal(log[3], a), true)
  events[name] = nil
end
-- comparison: results become booleans; __eq only between two tables that are not the same
events.__eq = logs('eq', 1) eq(a == b, true) eq(a ~= b, false) eq(log[1], 'eq')
log = nil eq(a == a, true) eq(a == 1, false) eq(log, nil) eq(rawequal(a, b), false)
events.__eq = logs('eq', nil) eq(a == b, false)
local other = setmetatable({}, { __eq = function() return true end })
eq(other == a, true)
events.__lt = logs('lt', 'yes') eq(a < b, true) eq(a > b, true) eq(rawequal(log[3], b), true) eq(a < 1, true) eq(1 < a, true)
events.__le = logs('le', false) eq(a <= b, false) eq(a >= b, false)
events.__le = nil fails('attempt to compare', function() return a <= b end)
events.__lt, events.__eq = nil
-- index and newindex
events.__index = function(t, k) return k .. '!' end
eq(a.x, 'x!') eq(a.v, 'a') eq(rawget(a, 'x'), nil)
events.__index = { y = 'from table' } eq(a.y, 'from table') eq(a.z, nil)
events.__index = setmetatable({}, { __index = function(_, k) return 'far ' .. k end }) eq(a.q, 'far q')
events.__newindex = function(t, k, v) rawset(t, k, v * 2) end
a.n = 4 eq(rawget(a, 'n'), 8) a.n = 5 eq(a.n, 5)
local store = {}
events.__newindex = store a.m = 1 eq(rawget(a, 'm'), nil) eq(store.m, 1)
events.__newindex, events.__index = nil
eq(('x').len, string.len) fails('index', function() return (1).x end)
-- call: the object is the first argument; chains
events.__call = function(self, ...) return self.v, ... end
eq({ a(1, 2) }, { 'a', 1, 2 }) eq({ pcall(a, 1) }, { true, 'a', 1 })
local callable = setmetatable({}, { __call = a })
eq(select('#', callable(1)), 3)
local function tail(...) return a(...) end
eq({ tail(9) }, { 'a', 9 })
eq((a { 1 }), 'a') eq((a 'x'), 'a')
events.__call = 1 fails('attempt to call', a) events.__call = nil
local chain = print
for i = 1, 14 do chain = setmetatable({}, { __call = chain }) end
-- len, concat, tostring, name, pairs, metatable
eq(#setmetatable({ 1, 2 }, { __len = function() return 'any' end }), 'any')
eq('x' .. setmetatable({}, { __concat = function(l, r) return type(l) .. type(r) end }), 'stringtable')
eq(tostring(setmetatable({}, { __tostring = function() return 'T' end })), 'T')
fails("'__tostring' must return a string", tostring, setmetatable({}, { __tostring = function() return {} end }))
eq(tostring(setmetatable({}, { __name = 'My.Type' })):match('^My%.Type: '), 'My.Type: ')
fails('attempt to perform arithmetic on a My.Type value', function() return setmetatable({}, { __name = 'My.Type' }) + 1 end)
fails('attempt to compare two My.Type values', function() local m = { __name = 'My.Type' } return setmetatable({}, m) < setmetatable({}, m) end)
fails('(number expected, got My.Type)', math.abs, setmetatable({}, { __name = 'My.Type' }))
local keys = {}
for k, v in pairs(setmetatable({}, { __pairs = function(t) return function(_, k) k = (k or 0) + 1 if k < 4 then return k, k * k end end, t, nil end })) do keys[k] = v end
eq(keys, { 1, 4, 9 })
local locked = setmetatable({}, { __metatable = 'locked' })
eq(getmetatable(locked), 'locked') fails('cannot change a protected metatable', setmetatable, locked, {})
eq(getmetatable(setmetatable({}, { __metatable = false })), false)
eq(getmetatable('').__name, nil) eq(getmetatable('').__index, string) eq(getmetatable(1), nil) eq(getmetatable({}), nil)
fails("bad argument #1 to 'setmetatable' (table expected, got number)", setmetatable, 1, {})
fails("bad argument #2 to 'setmetatable' (nil or table expected, got number)", setmetatable, {}, 1)
fails("bad argument #2 to 'setmetatable' (nil or table expected, got no value)", setmetatable, {})
eq(getmetatable(setmetatable(setmetatable({}, {}), nil)), nil)
-- metatables of other types, for all values of the type
debug.setmetatable(1, { __index = function(n, k) return k .. n end, __call = function(n, x) return n + x end, __len = function() return 9 end })
eq((5).x, 'x5') eq((2)(3), 5) eq(#3, 9)
debug.setmetatable(1, nil)
debug.setmetatable(nil, { __index = function() return 'none' end }) eq((nil).x, 'none') debug.setmetatable(nil, nil)
debug.setmetatable(true, { __add = function() return 'sum' end }) eq(true + 1, 'sum') debug.setmetatable(true, nil)
debug.setmetatable(print, { __concat = function() return 'fs' end }) eq(print .. print, 'fs') debug.setmetatable(print, nil)
-- strings coerce in arithmetic by their metamethods
eq('10' + 5, 15) eq('0x10' * '2', 32) eq('3' // 2, 1) eq(10 .. 20, '1020') eq(-'2', -2) eq('1.5' + 1, 2.5)
fails("attempt to mul a 'string' with a 'number'", function() return 'x' * 1 end)
fails("attempt to perform bitwise operation on a string value", function() return '7' & 3 end)
-- inheritance
local Base = {} Base.__index = Base
function Base.new(n) return setmetatable({ n = n }, Base) end
function Base:get() return self.n end
local Derived = setmetatable({}, { __index = Base }) Derived.__index = Derived
function Derived:twice() return self:get() * 2 end
eq(setmetatable({ n = 4 }, Derived):twice(), 8)
