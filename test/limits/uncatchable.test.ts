import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaContextOptions, LuaLimitError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

/**
 * Ways in which a script may try to live on after its end: each runs SPIN, at which the execution ends, and then
 * `host()`, which must never be called.
 */
const attempts: readonly (readonly [string, string])[] = [
  ['pcall', 'pcall(function() SPIN end) host()'],
  ['nested pcalls', 'pcall(pcall, pcall, function() SPIN end) host()'],
  ['pcall again and again', 'while true do pcall(function() SPIN end) host() end'],
  ['xpcall with a handler', 'xpcall(function() SPIN end, host) host()'],
  ['an xpcall handler that spins', 'xpcall(error, function() SPIN end) host()'],
  ['an error in an error handler', 'xpcall(function() SPIN end, function() error("again") end) host()'],
  [
    'an error handler in an error handler',
    'xpcall(error, function() xpcall(function() SPIN end, host) host() end) host()',
  ],
  ['coroutine.wrap', 'pcall(coroutine.wrap(function() SPIN end)) host()'],
  ['coroutine.resume', 'coroutine.resume(coroutine.create(function() SPIN end)) host()'],
  ['pcall in a coroutine', 'coroutine.wrap(function() pcall(function() SPIN end) host() end)() host()'],
  [
    'a coroutine in a coroutine',
    'coroutine.wrap(function() coroutine.resume(coroutine.create(function() SPIN end)) host() end)() host()',
  ],
  [
    'a coroutine after a yield across pcall',
    'local co = coroutine.wrap(function() pcall(function() coroutine.yield() SPIN end) host() end) co() pcall(co) host()',
  ],
  [
    'coroutine.close',
    'local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() SPIN end }) coroutine.yield() end) coroutine.resume(co) pcall(coroutine.close, co) host()',
  ],
  ['__close of the main chunk', 'local x <close> = setmetatable({}, { __close = host }) SPIN'],
  [
    '__close of a function',
    'pcall(function() local x <close> = setmetatable({}, { __close = host }) SPIN end) host()',
  ],
  [
    '__close of a coroutine',
    'coroutine.wrap(function() local x <close> = setmetatable({}, { __close = host }) SPIN end)()',
  ],
  [
    '__close of a suspended coroutine',
    'local co = coroutine.wrap(function() local x <close> = setmetatable({}, { __close = host }) coroutine.yield() end) co() SPIN',
  ],
  [
    'a __close that spins',
    'do local y <close> = setmetatable({}, { __close = host }) local x <close> = setmetatable({}, { __close = function() SPIN end }) end host()',
  ],
  [
    'the closing value of a for loop',
    'for _ in next, {}, nil, setmetatable({}, { __close = function() SPIN end }) do end host()',
  ],
  [
    'a for loop that is left',
    'pcall(function() for _ in function() return 1 end, nil, nil, setmetatable({}, { __close = host }) do SPIN end end) host()',
  ],
  [
    '__gc while it spins',
    'for i = 1, 100 do setmetatable({}, { __gc = function() end }) end setmetatable({}, { __gc = function() host() end }) local held = setmetatable({}, { __gc = host }) collectgarbage("stop") SPIN',
  ],
  ['a __gc that spins', 'setmetatable({}, { __gc = function() SPIN end }) collectgarbage() host()'],
  [
    '__gc after a __gc that spins',
    'setmetatable({}, { __gc = host }) setmetatable({}, { __gc = function() SPIN end }) collectgarbage() host()',
  ],
  [
    '__index',
    'local t = setmetatable({}, { __index = function() SPIN end }) pcall(function() return t.x end) host()',
  ],
  [
    '__newindex',
    'local t = setmetatable({}, { __newindex = function() SPIN end }) pcall(function() t.x = 1 end) host()',
  ],
  ['__call', 'local t = setmetatable({}, { __call = function() SPIN end }) pcall(t) host()'],
  [
    '__add',
    'local t = setmetatable({}, { __add = function() SPIN end }) pcall(function() return t + 1 end) host()',
  ],
  [
    '__concat',
    'local t = setmetatable({}, { __concat = function() SPIN end }) pcall(function() return "a" .. "b" .. t end) host()',
  ],
  [
    '__eq',
    'local m = { __eq = function() SPIN end } local a, b = setmetatable({}, m), setmetatable({}, m) pcall(function() return a == b end) host()',
  ],
  [
    '__lt',
    'local t = setmetatable({}, { __lt = function() SPIN end }) pcall(function() return t < t end) host()',
  ],
  [
    '__len',
    'local t = setmetatable({}, { __len = function() SPIN end }) pcall(function() return #t end) host()',
  ],
  ['__tostring', 'pcall(tostring, setmetatable({}, { __tostring = function() SPIN end })) host()'],
  ['__pairs', 'pcall(pairs, setmetatable({}, { __pairs = function() SPIN end })) host()'],
  ['an error value whose __tostring spins', 'error(setmetatable({}, { __tostring = function() SPIN end }))'],
  ['the comparator of table.sort', 'pcall(table.sort, { 3, 1, 2 }, function() SPIN end) host()'],
  ['the callback of string.gsub', 'pcall(string.gsub, "abc", ".", function() SPIN end) host()'],
  [
    'a table of string.gsub',
    'pcall(string.gsub, "abc", ".", setmetatable({}, { __index = function() SPIN end })) host()',
  ],
  [
    'table.concat over __index',
    'pcall(table.concat, setmetatable({}, { __index = function() SPIN end }), "", 1, 9) host()',
  ],
  [
    'table.unpack over __index',
    'pcall(table.unpack, setmetatable({}, { __index = function() SPIN end }), 1, 9) host()',
  ],
  [
    'string.format and __tostring',
    'pcall(string.format, "%s", setmetatable({}, { __tostring = function() SPIN end })) host()',
  ],
  ['the reader of load', 'pcall(load, function() SPIN end) host()'],
  [
    'the reader of load, in the midst of a chunk',
    'local n = 0 pcall(load, function() n = n + 1 if n > 5 then SPIN end return "x = { " end) host()',
  ],
  ['a loaded chunk', 'pcall(load("SPIN")) host()'],
  ['a searcher of require', 'package.searchers[1] = function() SPIN end pcall(require, "x") host()'],
  ['a debug hook', 'debug.sethook(function() SPIN end, "l")\nlocal x = 1\nhost()'],
  ['warn', 'warn("@on") pcall(function() SPIN end) warn("x") print("x") host()'],
  ['print', 'pcall(function() SPIN end) print("x")'],
  ['onResourceWarning', 'function onResourceWarning() SPIN end pcall(function() SPIN end) host()'],
  ['a callback of the host', 'pcall(call, function() SPIN end) host()'],
  [
    'a callback of the host in a coroutine',
    'coroutine.wrap(function() pcall(call, function() SPIN end) host() end)() host()',
  ],
  [
    'a callback of the host in a callback of the host',
    'call(function() pcall(call, function() SPIN end) host() end) host()',
  ],
  ['recursion in pcall', 'local function f() pcall(f) SPIN end f() host()'],
  ['a goto', '::top:: pcall(function() SPIN end) host() goto top'],
];

const spins = {
  instructions: 'while true do end',
  time: 'while true do end',
  aborted: 'stop() while true do end',
} as const;

const limits = {
  instructions: { maxInstructions: 20_000 },
  time: { timeout: 4 },
  aborted: {},
} as const;

/** A context in which an attempt is made; `called` lists the calls that came after the end. */
function contextFor(options: LuaContextOptions) {
  const called: string[] = [];
  const lua: LuaContext = new LuaContext(
    {
      host: () => void called.push('host'),
      stop: () => lua.cancel(),
      call: (callback: () => unknown) => {
        try {
          return callback();
        } catch {
          return 'the host catches everything';
        }
      },
    },
    {
      profile: 'unlimited',
      libraries: 'all',
      warningThreshold: 0.9,
      print: () => void called.push('print'),
      ...options,
    },
  );
  return { lua, called };
}

describe.each(['instructions', 'time', 'aborted'] as const)(
  'after the end (%s) no host function is called',
  (end) => {
    test.each(attempts)('through %s', (_, attempt) => {
      const { lua, called } = contextFor(limits[end]);
      const script = attempt.replaceAll('SPIN', spins[end]);
      const error = thrownBy(LuaLimitError, () => lua.executeScript(script, { chunkName: '=attempt' }));
      expect([error.resource, called]).toEqual([end, []]);
    });
  },
);

describe('after the end', () => {
  test.each(attempts)('the context works: %s', (_, attempt) => {
    const { lua } = contextFor(limits.instructions);
    const script = attempt.replaceAll('SPIN', 'while spin do end');
    thrownBy(LuaLimitError, () => lua.executeScript(`spin = true ${script}`));
    lua.setGlobal('spin', false);
    const works =
      "return pcall(string.gsub, 'abc', '.', function(c) return coroutine.wrap(string.upper)(c) end)";
    expect(lua.executeScript(works)).toEqual([true, 'ABC', 3]);
  });

  test('the script that caught it is not told of it', () => {
    const { lua } = contextFor(limits.instructions);
    const script = `ok, message = pcall(function() ${spins.instructions} end)`;
    thrownBy(LuaLimitError, () => lua.executeScript(script));
    expect([lua.getGlobal('ok'), lua.getGlobal('message')]).toEqual([null, null]);
  });

  test('a coroutine that was running is dead', () => {
    const { lua } = contextFor(limits.instructions);
    const script = `co = coroutine.create(function() ${spins.instructions} end) coroutine.resume(co)`;
    thrownBy(LuaLimitError, () => lua.executeScript(script));
    expect(lua.executeScript('return coroutine.status(co), coroutine.resume(co)')).toEqual([
      'dead',
      false,
      'cannot resume dead coroutine',
    ]);
  });

  test('a coroutine that was running does not blame the memory when it is closed', () => {
    const { lua } = contextFor(limits.instructions);
    const script = `co = coroutine.create(function() ${spins.instructions} end) coroutine.resume(co)`;
    thrownBy(LuaLimitError, () => lua.executeScript(script));
    expect(lua.executeScript('return coroutine.close(co)')).not.toContain('not enough memory');
  });

  test('a coroutine that was suspended goes on', () => {
    const { lua } = contextFor(limits.instructions);
    const script = `
      co = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
      co()
      ${spins.instructions}`;
    thrownBy(LuaLimitError, () => lua.executeScript(script));
    expect(lua.executeScript('return co(), co()')).toEqual([2, 3]);
  });

  test('a suspended coroutine still closes its variables', () => {
    const { lua, called } = contextFor(limits.instructions);
    const script = `
      co = coroutine.create(function()
        local x <close> = setmetatable({}, { __close = host })
        coroutine.yield()
      end)
      coroutine.resume(co)
      ${spins.instructions}`;
    thrownBy(LuaLimitError, () => lua.executeScript(script));
    lua.executeScript('coroutine.close(co)');
    expect(called).toEqual(['host']);
  });

  test('closures keep the values that their variables had', () => {
    const { lua } = contextFor(limits.instructions);
    const script = `
      local n = 0
      function get() return n end
      coroutine.wrap(function() local m = 7 function other() return m end while true do n = n + 1 m = m end end)()`;
    thrownBy(LuaLimitError, () => lua.executeScript(script));
    expect(lua.executeScript('return get() > 1000, other()')).toEqual([true, 7]);
  });

  test('a finalizer that was waiting runs in a later execution, under its budget', () => {
    const { lua, called } = contextFor(limits.instructions);
    thrownBy(LuaLimitError, () =>
      lua.executeScript(`setmetatable({}, { __gc = host }) ${spins.instructions}`),
    );
    lua.executeScript('collectgarbage()');
    expect(called).toEqual(['host']);
  });
});
