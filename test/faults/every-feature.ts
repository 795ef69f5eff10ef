import { LuaContext, type LuaContextOptions, type LuaFunction } from '../../src/index.ts';

/**
 * A script that touches everything that takes memory, calls the host, or may be ended in the midst of something.
 * It keeps nothing: all its variables are local.
 */
export const everyFeature = `
local function use(...) return select('#', ...) end
-- tables, strings, closures
local t = {}
for i = 1, 20 do t[i] = i t['key' .. i] = { i } end
for i = 1, 20 do t[i] = nil end
local made = table.create(10, 10)
table.insert(t, 'a') table.insert(t, 1, 'b') table.remove(t, 1)
use(table.concat({ 1, 2.5, 'x' }, ', '), table.pack(1, nil, 3), table.unpack({ 1, 2, 3 }), table.move({ 1, 2, 3 }, 1, 3, 2))
table.sort({ 5, 3, 8, 1 }, function(a, b) return a < b end)
local text = ('abc'):rep(30, '-'):upper():reverse():gsub('%w', { A = 'aa' })
use(text:gsub('(b)(.)', '%2%1', 5), text:gsub('.', function(c) return c .. c end), text:find('(-)(.)'), text:match('()'))
for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do use(k, v) end
use(('%5.1f %q %s %x %a'):format(1.5, 'q\\0', {}, 255, 1.0), ('x'):rep(600) .. 'y', utf8.char(8364, 128512))
use(string.pack('<i4 z s2', 1, 'z', 's'), string.unpack('<i4', '\\1\\0\\0\\0'), tostring(1e100), tonumber('0x1p4'))
for _, c in utf8.codes('a\\u{20ac}') do use(c) end
use(os.date('%Y'), os.time(), string.dump(function() return text end))
-- functions
local function variable(...named) return named.n, select(2, ...) end
use(variable(1, 2, 3))
local function deep(n) if n > 0 then return 1 + deep(n - 1) end return 0 end
deep(60)
local counters = {}
for i = 1, 5 do local n = i counters[i] = function() n = n + 1 return n end counters[i]() end
-- errors, message handlers, values to be closed
use(pcall(error, { 'table' }), pcall(error, 'text', 2), xpcall(function() local x = nil; return x.y end, debug.traceback))
use(pcall(function()
  local a <close> = setmetatable({}, { __close = function(_, e) use(e, {}) end })
  local b <close> = setmetatable({}, { __close = function() error('closing') end })
  error('body')
end))
-- metatables
local object = setmetatable({}, {
  __index = function(_, k) return k .. k end, __newindex = function(o, k, v) rawset(o, k, { v }) end,
  __call = function(_, ...) return ... end, __concat = function() return 'cat' end, __eq = function() return true end,
  __lt = function() return true end, __len = function() return 3 end, __tostring = function() return 'object' end,
  __add = function() return {} end, __name = 'Object', __pairs = function(o) return next, { 1, 2 } end,
})
object.field = 1
use(object.other, object(1, 2), object .. 'x', object == setmetatable({}, getmetatable(object)), object < object,
  #object, tostring(object), object + 1)
for k in pairs(object) do use(k) end
-- coroutines
local co = coroutine.create(function(...)
  local x <close> = setmetatable({}, { __close = function() use({}) end })
  for i = 1, 3 do use(coroutine.yield(i, ...)) end
  pcall(function() coroutine.yield('in pcall') error('x') end)
  return setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end }).key
end)
for i = 1, 8 do use(coroutine.resume(co, i)) end
for v in coroutine.wrap(function() for i = 1, 3 do coroutine.yield({ i }) end end) do use(v) end
local left = coroutine.create(function() local x <close> = setmetatable({}, { __close = use }) coroutine.yield() end)
coroutine.resume(left) coroutine.close(left)
-- the parser
use(load('local a <const>, b = 1, {}; goto done; do local f = function(...) return a, b, ... end end ::done:: return { 1, x = "y", [2.5] = a } .. 1'))
use(load(coroutine.wrap(function() for _, s in ipairs { 'return ', '1', '+ 2' } do coroutine.yield(s) end end)))
use(load('syntax error here'), load(string.dump(function() return 1 end)))
-- the collector
collectgarbage('step')
local weak = setmetatable({}, { __mode = 'kv' })
weak[{}] = {} weak[1] = {}
setmetatable({}, { __gc = function(o) use({ o }) end })
setmetatable({}, { __gc = function() error('in a finalizer') end })
collectgarbage() collectgarbage('generational') local garbage = { {} } collectgarbage('incremental')
-- the host
use(echo(1, 'text', { 1, 2, { x = 'y' } }, nil, true, 2 ^ 60 // 1 | 0))
use(echo(function() return 1 end, coroutine.create(print), object))
use(callBack(function(...) return { ... } end, 1, { 2 }), pcall(callBack, error, { 'through the host' }))
use(pcall(fail), select(2, pcall(fail)).message, pcall(callBack, fail))
local point = Point.new(3, 4)
use(point.x, point:norm(), point, box.value)
use(many())
print('text', {}, object)
use(callBack(coroutine.wrap(function() echo({}) coroutine.yield(1) end)))
return { checked = true, text = text, list = { 1, 2, 3 }, f = use, co = co }`;

class Point {
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

/**
 * A context in which `everyFeature` runs; `onHostCall` is called at the start of each call of the host, with what
 * the host received.
 */
export function openForFaults(
  options: LuaContextOptions = {},
  onHostCall: (received: readonly unknown[]) => void = () => {},
): LuaContext {
  const host =
    <A extends unknown[], R>(body: (...args: A) => R) =>
    (...args: A): R => {
      onHostCall(args);
      return body(...args);
    };
  const lua = new LuaContext(
    {
      echo: host((...values: unknown[]) => values as never),
      callBack: host((callee: LuaFunction, ...args: never[]) => callee(...args)),
      fail: host(() => {
        throw new RangeError('of the host');
      }),
      many: host(() => Array.from({ length: 700 }, (_, i) => ({ i, text: `text ${i}` }))),
    },
    { libraries: 'all', allowBytecode: true, print: host(() => undefined), seed: 1, ...options },
  );
  lua.setUserdata('box', { value: 7 }, { readable: true });
  lua.registerClass('Point', {
    construct: host((x: number, y: number) => new Point(x, y)),
    readable: true,
    methods: { norm: host((self: Point) => Math.hypot(self.x, self.y)) },
  });
  return lua;
}
