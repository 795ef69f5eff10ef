import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaStateError } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

/** Ways for a function `f` to call itself through C, each with its argument `n`. */
const links: readonly (readonly [string, string])[] = [
  ['pcall', 'return pcall(f, n)'],
  ['xpcall', 'return xpcall(f, debug.traceback, n)'],
  ['a message handler', 'return xpcall(error, function() return f(n) end)'],
  ['string.gsub', 'return (("x"):gsub(".", function() return f(n) end))'],
  [
    'string.gsub with many captures',
    'return (("x"):gsub(("("):rep(30) .. "." .. (")"):rep(30), function() return f(n) end))',
  ],
  ['table.sort', 'table.sort({ 1, 2 }, function() return f(n) end)'],
  ['coroutine.wrap', 'return coroutine.wrap(f)(n)'],
  ['coroutine.resume', 'return coroutine.resume(coroutine.create(f), n)'],
  [
    'string.format',
    'return string.format("%s", setmetatable({}, { __tostring = function() return tostring(f(n)) end }))',
  ],
  ['__index', 'return setmetatable({}, { __index = function() return f(n) end }).x'],
  ['__concat', 'return setmetatable({}, { __concat = function() return f(n) end }) .. "x"'],
  ['__close', 'do local x <close> = setmetatable({}, { __close = function() return f(n) end }) end'],
  ['load', 'return load(function() return f(n) end)'],
  [
    'table.concat',
    'return table.concat(setmetatable({}, { __index = function() return tostring(f(n)) end }), "", 1, 1)',
  ],
  ['require', 'package.loaded.x = nil package.preload.x = function() return f(n) end return require("x")'],
  ['a host function', 'return call(f, n)'],
  ['a script run by a host function', 'return run(n)'],
  [
    'coroutine.close',
    'local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() f(n) end }) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)',
  ],
];

/** What runs at the bottom: each needs a deep stack of its own. */
const bottoms: readonly (readonly [string, string])[] = [
  ['a recursive pattern', '("a"):rep(200):find(("a?"):rep(190) .. "b")'],
  ['the parser', 'load(("("):rep(190))'],
  ['a deep table for the host', 'local t = {} for i = 1, 99 do t = { t } end give(t)'],
];

function nest(link: string, bottom: string): { lua: LuaContext; error: unknown } {
  const lua: LuaContext = new LuaContext(
    {
      call: (f: (n: number) => unknown, n: number) => void f(n),
      run: (n: number) => void lua.executeScript('f(...)', { args: [n] }),
      give: () => {},
    },
    { libraries: 'all', profile: 'unlimited', maxInstructions: 2_000_000, timeout: '10s' },
  );
  const script = `
    function f(n)
      n = n + 1
      if n > 150 then pcall(function() ${bottom} end) end
      ${link}
    end
    return f(0)`;
  const error = caughtFrom(() => lua.executeScript(script, { chunkName: '=nested' }));
  return { lua, error };
}

describe.each(bottoms)('calls through C, nested as deep as they go, with %s at the bottom', (_, bottom) => {
  test.each(links)('are an error of the script at worst: %s', (_, link) => {
    const { error } = nest(link, bottom);
    expect(error === undefined || error instanceof LuaError ? '' : error).toBe('');
  });

  test.each(links)('leave the context whole: %s', (_, link) => {
    const { lua } = nest(link, bottom);
    expect(lua.executeScript('return 1')).toBe(1);
  });
});

describe('recursion of Lua alone', () => {
  test('ends as a stack overflow', () => {
    const lua = new LuaContext({}, { profile: 'unlimited' });
    const script = 'local function f() return 1 + f() end return select(2, pcall(f))';
    expect(lua.executeScript(script)).toMatch(/: stack overflow/);
  });

  test('may be a hundred thousand calls deep', () => {
    const lua = new LuaContext();
    const script = 'local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(100000)';
    expect(lua.executeScript(script)).toBe(100_000);
  });
});

describe('when the stack of JavaScript is exhausted in the midst of Lua', () => {
  const nested =
    'local n = 0 local function f(x) n = n + 1 return (x:gsub(".", f)) end pcall(f, "x") return n';

  /** Runs `action` with less and less stack until the state breaks. */
  function breakBy(action: () => unknown): LuaStateError {
    const deeper = (frames: number): unknown => (frames > 0 ? deeper(frames - 1) : action());
    for (let frames = 1_000; ; frames += 20) {
      const error = caughtFrom(() => deeper(frames));
      if (error instanceof LuaStateError) return error;
      if (error !== undefined) throw error;
    }
  }

  test('the error says so and what to do', () => {
    const lua = new LuaContext();
    const error = breakBy(() => lua.executeScript(nested));
    expect(error).toMatchObject({ code: 'ERR_LUA_STATE', message: expect.stringContaining('reset()') });
  });

  test('the cause is what JavaScript threw', () => {
    const lua = new LuaContext();
    expect(breakBy(() => lua.executeScript(nested)).cause).toBeInstanceOf(RangeError);
  });

  test('every later script is refused', () => {
    const lua = new LuaContext();
    breakBy(() => lua.executeScript(nested));
    expect(() => lua.executeScript('return 1')).toThrow(LuaStateError);
  });

  test('other contexts are none the worse', () => {
    const [lua, other] = [new LuaContext(), new LuaContext()];
    breakBy(() => lua.executeScript(nested));
    expect(other.executeScript(nested)).toBeGreaterThan(100);
  });

  test('reset makes the context usable again', () => {
    const lua = new LuaContext();
    breakBy(() => lua.executeScript(nested));
    lua.reset();
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('reset gives back the whole stack', () => {
    const lua = new LuaContext();
    const depth = lua.executeScript(nested);
    breakBy(() => lua.executeScript(nested));
    lua.reset();
    expect(lua.executeScript(nested)).toBe(depth);
  });

  test('the script that was running around it goes no further', () => {
    const called: string[] = [];
    const lua: LuaContext = new LuaContext({
      host: () => void breakBy(() => lua.executeScript(nested)),
      after: () => void called.push('after'),
    });
    caughtFrom(() => lua.executeScript('pcall(host) after()'));
    expect(called).toEqual([]);
  });
});
