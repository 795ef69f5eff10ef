import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError } from '../../src/index.ts';
import { rejectedWith } from '../support/rejected-with.ts';
import { later } from '../support/turns.ts';

function open(globals = {}): LuaContext {
  return new LuaContext({ later, ...globals }, { profile: 'unlimited', libraries: 'all' });
}

const operators = `local mt = {}
  for _, name in ipairs { 'add', 'sub', 'mul', 'div', 'mod', 'pow', 'idiv', 'band', 'bor', 'bxor', 'shl', 'shr', 'unm',
    'bnot', 'concat', 'len' } do mt['__' .. name] = function() return later(name) end end
  for _, name in ipairs { 'eq', 'lt', 'le' } do mt['__' .. name] = function() return later(true) end end
  local a, b = setmetatable({}, mt), setmetatable({}, mt) `;

/** Places where Lua lets a function yield, and what the script gives there. */
const places: readonly (readonly [string, string, unknown])[] = [
  ['a function', 'local function f(x) return (later(x)) end return f(f(1))', 1],
  ['an argument', 'return math.max(later(1), later(3), later(2))', 3],
  [
    'a constructor',
    'return { later(1), later(2), x = later(3) }',
    new Map<unknown, unknown>([
      [1, 1],
      [2, 2],
      ['x', 3],
    ]),
  ],
  [
    'a tail call',
    'local function f(n) if n == 0 then return later("end") end return f(n - 1) end return f(100)',
    'end',
  ],
  [
    'varargs',
    'local function f(...) return select("#", ...), ... end return f(later(1), later(2))',
    [2, 1, 2],
  ],
  ['pcall', 'return pcall(function() return later(1) end)', [true, 1]],
  ['pcall itself', 'return pcall(later, 1)', [true, 1]],
  ['nested pcalls', 'return pcall(pcall, pcall, later, 1)', [true, true, true, 1]],
  ['an error after waiting', 'return pcall(function() later(1) error("e", 0) end)', [false, 'e']],
  [
    'xpcall',
    'return xpcall(function() later(1) error("e", 0) end, function(e) return e .. "!" end)',
    [false, 'e!'],
  ],
  [
    'coroutine.resume',
    'return coroutine.resume(coroutine.create(function() return later(1) end))',
    [true, 1],
  ],
  ['coroutine.wrap', 'return coroutine.wrap(later)(1)', 1],
  [
    'a coroutine that yields as well',
    `local co = coroutine.wrap(function(a) for i = 1, 3 do a = coroutine.yield(later(a) + i) end return "end" end)
     return co(10), co(20), co(30), co()`,
    [11, 22, 33, 'end'],
  ],
  [
    'pcall in a coroutine in pcall',
    'return pcall(coroutine.wrap(function() return pcall(function() return coroutine.yield(later(1)) end) end))',
    [true, 1],
  ],
  [
    'a generator',
    'local s = 0 for i in coroutine.wrap(function() for i = 1, 4 do coroutine.yield(later(i)) end end) do s = s + i end return s',
    10,
  ],
  [
    'fifty coroutines in one another',
    'local function f(n) if n == 0 then return later(9) end return (coroutine.wrap(f)(n - 1)) end return f(50)',
    9,
  ],
  [
    'a generic for',
    'local s = 0 for i in function(_, i) return later(i < 3 and i + 1 or nil) end, nil, 0 do s = s + i end return s',
    6,
  ],
  ['__index', 'return setmetatable({}, { __index = function(_, k) return later(k) end }).x', 'x'],
  [
    '__newindex',
    'local r local t = setmetatable({}, { __newindex = function(_, k, v) r = later(v) end }) t.x = 5 return r',
    5,
  ],
  ['__call', 'return setmetatable({}, { __call = function(_, x) return later(x) end })(6)', 6],
  [
    '__pairs',
    'for k in pairs(setmetatable({}, { __pairs = function() return later(next), { 7 } end })) do return k end',
    1,
  ],
  [
    '__close',
    'local r do local x <close> = setmetatable({}, { __close = function() r = later(4) end }) end return r',
    4,
  ],
  [
    '__close at a return',
    'return (function() local x <close> = setmetatable({}, { __close = function() later(1) end }) return 1, 2 end)()',
    [1, 2],
  ],
  [
    '__close at a break',
    'local r for i = 1, 3 do local x <close> = setmetatable({}, { __close = function() r = later(i) end }) if i == 2 then break end end return r',
    2,
  ],
  [
    '__close after an error',
    'return pcall(function() local x <close> = setmetatable({}, { __close = function(_, e) error(later(e) .. 2, 0) end }) error(1, 0) end)',
    [false, '12'],
  ],
  [
    'the closing value of a generic for',
    'local r for i in next, { 1 }, nil, setmetatable({}, { __close = function() r = later(8) end }) do end return r',
    8,
  ],
  [
    'arithmetic',
    `${operators} return a + b, a - 1, 2 * b, a / b, a % b, a ^ b, a // b, -a`,
    ['add', 'sub', 'mul', 'div', 'mod', 'pow', 'idiv', 'unm'],
  ],
  [
    'bitwise operators',
    `${operators} return a & b, a | 1, a ~ b, a << b, a >> b, ~a`,
    ['band', 'bor', 'bxor', 'shl', 'shr', 'bnot'],
  ],
  ['concatenation and length', `${operators} return "x" .. a .. "y", #a`, ['xconcat', 'len']],
  [
    'comparisons',
    `${operators} return a == b, a < b, a <= b, a > b, a >= b, a ~= b`,
    [true, true, true, true, true, false],
  ],
  ['conditions', `${operators} if a < b then if a == b then return 1 end end return 2`, 1],
];

describe('Lua waits for a promise in', () => {
  test.each(places)('%s', async (_, script, value) => {
    const lua = new LuaContext(
      { later },
      { profile: 'unlimited', tableAs: value instanceof Map ? 'map' : 'object' },
    );
    expect(await lua.executeScriptAsync(script)).toEqual(value);
  });

  test.each(places)('%s, with the count of a script that need not wait', async (_, script) => {
    const waiting = open();
    await waiting.executeScriptAsync(script);
    const straight = open({ later: (value: unknown) => value });
    straight.executeScript(script);
    expect(waiting.usage.instructions).toBe(straight.usage.instructions);
  });
});

/** Places that cannot be suspended, and the name in the message. */
const refused: readonly (readonly [string, string])[] = [
  ['table.sort', 'table.sort({ 3, 2, 1 }, function() return later(true) end)'],
  ['string.gsub', '("abc"):gsub(".", function() return later("x") end)'],
  ['string.gsub', '("abc"):gsub(".", later)'],
  [
    'table.concat',
    'table.concat(setmetatable({}, { __len = function() return 1 end, __index = function() return later("x") end }))',
  ],
  ['table.unpack', 'table.unpack(setmetatable({}, { __index = function() return later("x") end }), 1, 2)'],
  ['tostring', 'tostring(setmetatable({}, { __tostring = function() return later("x") end }))'],
  ['print', 'print(setmetatable({}, { __tostring = function() return later("x") end }))'],
  ['require', 'package.preload.x = function() return later("x") end require("x")'],
  ['load', 'local f, message = load(function() return later("x") end) error(message)'],
  [
    '__gc',
    'local m setmetatable({}, { __gc = function() m = select(2, pcall(later, 1)) end }) collectgarbage() error(m)',
  ],
  [
    'coroutine.close',
    'local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() later(1) end }) coroutine.yield() end) coroutine.resume(co) error(select(2, coroutine.close(co)))',
  ],
  ['hostCall', 'hostCall(function() return later(1) end)'],
  ['error', 'error(select(2, xpcall(error, function() return select(2, pcall(later, 1)) end)))'],
  [
    'debug.sethook',
    'local m debug.sethook(function() m = m or select(2, pcall(later, 1)) end, "c") type(1) debug.sethook() error(m)',
  ],
  [
    'table.sort',
    'table.sort({ 3, 2, 1 }, function() for _ in pairs(setmetatable({}, { __pairs = function() later(1) end })) do end end)',
  ],
  [
    'table.sort',
    'table.sort({ 3, 2, 1 }, coroutine.wrap(function() while true do pcall(error) coroutine.yield(later(true)) end end))',
  ],
];

describe('a promise is refused with an error that names the place:', () => {
  test.each(refused)('%s', async (name, script) => {
    const lua = open({ hostCall: (f: () => unknown) => f() });
    const error = await rejectedWith(LuaError, lua.executeScriptAsync(script));
    expect(error.message).toContain(`cannot wait for a promise inside '${name}', which cannot be suspended`);
  });

  test.each([
    [
      'a message handler',
      'return select(2, xpcall(function() local x = nil + 1 end, function() return select(2, pcall(later, 1)) end))',
    ],
    [
      'onResourceWarning',
      'function onResourceWarning() message = select(2, pcall(later, 1)) end while not message do end return message',
    ],
    [
      'a coroutine that closes itself',
      'return select(2, coroutine.resume(coroutine.create(function() local x <close> = setmetatable({}, { __close = function() later(1) end }) coroutine.close(coroutine.running()) end)))',
    ],
  ])('%s', async (name, script) => {
    const lua = open();
    const limits = { maxInstructions: 1e6, warningThreshold: 0.1 };
    expect(await lua.executeScriptAsync(script, { limits })).toContain(name);
  });

  test('the error can be caught, and the script goes on and waits', async () => {
    const script = 'pcall(table.sort, { 2, 1 }, function() return later(true) end) return later("well")';
    expect(await open().executeScriptAsync(script)).toBe('well');
  });

  test('its rejection is no concern of the process', async () => {
    const lua = open({ fail: () => Promise.reject(new Error('nobody waits')) });
    const script = 'return (pcall(table.sort, { 2, 1 }, fail))';
    expect(await lua.executeScriptAsync(script)).toBe(false);
  });
});
