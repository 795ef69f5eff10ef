import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError, LuaError, type LuaFunction } from '../../src/index.ts';
import { collectGarbage } from '../support/collect-garbage.ts';
import { thrownBy } from '../support/thrown.ts';

describe('a Lua function in JavaScript', () => {
  test('is called as any function', () => {
    const add = new LuaContext().executeScript<LuaFunction>('return function(a, b) return a + b end');
    expect(add(1, 2)).toBe(3);
  });

  test('returns nothing, one value, or an array of several', () => {
    const echo = new LuaContext().executeScript<LuaFunction>('return function(...) return ... end');
    expect([echo(), echo(1), echo(1, 2)]).toEqual([undefined, 1, [1, 2]]);
  });

  test('keeps its upvalues', () => {
    const script = 'local n = 0 return function() n = n + 1 return n end';
    const count = new LuaContext().executeScript<LuaFunction>(script);
    count();
    expect(count()).toBe(2);
  });

  test('throws what it raises', () => {
    const fail = new LuaContext().executeScript<LuaFunction>('return function() error("no", 0) end');
    expect(thrownBy(LuaError, fail).message).toBe('no');
  });

  test('is the same object each time it comes', () => {
    const lua = new LuaContext();
    lua.executeScript('function f() end');
    expect(lua.getGlobal('f')).toBe(lua.executeScript('return f'));
  });

  test('is the same object in results, arguments and tables', () => {
    const seen: unknown[] = [];
    const lua = new LuaContext({ see: (value: unknown) => void seen.push(value) });
    const [f, list] = lua.executeScript<[LuaFunction, LuaFunction[]]>(
      'local function f() end see(f) return f, { f }',
    );
    expect([...seen, ...list]).toEqual([f, f]);
    expect(seen[0]).toBe(f);
    expect(list[0]).toBe(f);
  });

  test('is a different object from another function of the same text', () => {
    const [first, second] = new LuaContext().executeScript<[LuaFunction, LuaFunction]>(
      'local function make() local x return function() return x end end return make(), make()',
    );
    expect(first).not.toBe(second);
  });

  test('returns to Lua as itself', () => {
    const lua = new LuaContext();
    lua.executeScript('function f() end');
    lua.setGlobal('g', lua.getGlobal<LuaFunction>('f'));
    expect(lua.executeScript('return f == g')).toBe(true);
  });

  test('of another context is refused', () => {
    const foreign = new LuaContext().executeScript<LuaFunction>('return function() end');
    expect(() => new LuaContext().setGlobal('f', foreign)).toThrow(LuaConversionError);
  });

  test('of a library is one as well', () => {
    const upper = new LuaContext().getGlobal<LuaFunction>('string.upper');
    expect(upper('abc')).toBe('ABC');
  });

  test('may be kept by the thousand', () => {
    const lua = new LuaContext();
    const make = lua.executeScript<LuaFunction>('return function(n) return function() return n end end');
    const kept = Array.from({ length: 2_000 }, (_, i) => make(i) as LuaFunction);
    expect(kept.map((f) => f())).toEqual(kept.map((_, i) => i));
  });
});

describe('a host function in Lua', () => {
  test('gets its arguments as values', () => {
    const seen: unknown[] = [];
    new LuaContext({ see: (...args: unknown[]) => void seen.push(args) }).executeScript(
      'see(1, "a", nil, { 2 })',
    );
    expect(seen).toEqual([[1, 'a', null, [2]]]);
  });

  test.each<[string, unknown, unknown]>([
    ['nothing', undefined, [0]],
    ['null, which is one nil', null, [1, null]],
    ['a number', 5, [1, 5]],
    ['an array, which is one table', [1, 2], [1, [1, 2]]],
  ])('returns %s', (_, value, result) => {
    const lua = new LuaContext({ f: () => value });
    const script = 'local r = table.pack(f()) return r.n, table.unpack(r, 1, r.n)';
    expect([lua.executeScript(script)].flat(1)).toEqual(result);
  });

  test('is the same value each time it goes in', () => {
    const f = () => {};
    const lua = new LuaContext({ a: f, b: { c: f } });
    expect(lua.executeScript('return a == b.c')).toBe(true);
  });

  test('returns to JavaScript as itself', () => {
    const f = () => {};
    expect(new LuaContext({ f }).getGlobal('f')).toBe(f);
  });

  test('is called without this', () => {
    const seen: unknown[] = [];
    const holder = {
      f(this: unknown) {
        seen.push(this);
      },
    };
    new LuaContext({ f: holder.f }).executeScript('f()');
    expect(seen).toEqual([undefined]);
  });

  test('may be an upvalue, a field, a metamethod, a callback and a coroutine', () => {
    const lua = new LuaContext({
      double: (n: number) => 2 * n,
      index: (_: unknown, key: string) => `${key}!`,
    });
    const script = `
      local t = setmetatable({ f = double }, { __index = index })
      return t.f(1), t.x, ('1'):gsub('.', double), coroutine.wrap(double)(4)`;
    expect(lua.executeScript(script)).toEqual([2, 'x!', '2', 8]);
  });

  test('is a function for Lua', () => {
    expect(new LuaContext({ f: () => {} }).executeScript('return type(f)')).toBe('function');
  });

  test('has a metatable that scripts cannot reach', () => {
    expect(new LuaContext({ f: () => {} }).executeScript('return getmetatable(f)')).toBeNull();
  });

  test('cannot be dumped', () => {
    const lua = new LuaContext({ f: () => {} }, { libraries: 'all' });
    expect(lua.executeScript('return pcall(string.dump, f)')).toEqual([
      false,
      "bad argument #1 to 'string.dump' (Lua function expected)",
    ]);
  });
});

describe('what nothing leads to any more', () => {
  /** Whether a condition comes true while both sides collect. */
  async function comesTrue(condition: () => boolean): Promise<boolean> {
    for (let round = 0; round < 50; round++) {
      if (condition()) return true;
      await new Promise((resolve) => setImmediate(resolve)); // ends the job, in which a WeakRef holds its target
      collectGarbage();
    }
    return false;
  }

  test('a Lua function that JavaScript forgets is collected by Lua', async () => {
    const lua = new LuaContext();
    lua.executeScript('weak = setmetatable({}, { __mode = "k" })');
    lua.executeScript('local f = function() return weak end weak[f] = true return f');
    expect(
      await comesTrue(() => lua.executeScript('collectgarbage() return next(weak) == nil') as boolean),
    ).toBe(true);
  });

  test('a Lua function that JavaScript keeps is not', async () => {
    const lua = new LuaContext();
    lua.executeScript('weak = setmetatable({}, { __mode = "k" })');
    const kept = lua.executeScript<LuaFunction>('local f = function() return 5 end weak[f] = true return f');
    await comesTrue(() => lua.executeScript('collectgarbage() return next(weak) == nil') as boolean);
    expect(kept()).toBe(5);
  });

  test('a host function that Lua forgets is collected by JavaScript', async () => {
    const lua = new LuaContext();
    const give = () => {
      const f = () => {};
      lua.setGlobal('f', f);
      lua.setGlobal('f', null);
      return new WeakRef(f);
    };
    const reference = give();
    const isGone = () => {
      lua.executeScript('collectgarbage()');
      return reference.deref() === undefined;
    };
    expect(await comesTrue(isGone)).toBe(true);
  });

  test('host functions passed in by the thousand leave no memory behind', () => {
    const lua = new LuaContext();
    lua.executeScript('function take(f) end');
    const take = lua.getGlobal<LuaFunction>('take');
    const passMany = () => {
      for (let i = 0; i < 5_000; i++) take(() => i);
      lua.executeScript('collectgarbage() collectgarbage()');
      return lua.getMemoryUsage();
    };
    for (let i = 0; i < 10; i++) passMany(); // tables of the bridge grow to what a collection finds alive
    const settled = passMany();
    passMany();
    expect(passMany() - settled).toBeLessThan(5_000);
  });
});
