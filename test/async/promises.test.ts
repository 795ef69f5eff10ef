import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaFunction } from '../../src/index.ts';
import { deferred, later } from '../support/turns.ts';

function open(globals = {}): LuaContext {
  const fail = async (reason: unknown) => {
    throw reason;
  };
  return new LuaContext({ later, fail, ...globals }, { profile: 'unlimited' });
}

describe('a promise that a host function returns', () => {
  test.each([
    ['a number', 'return later(42)', 42],
    ['a table', 'return later({ x = 1 })', { x: 1 }],
    ['nothing', 'return later() == nil, select("#", later())', [true, 0]],
    ['nil among other arguments', 'return 1, later(nil), 3', [1, null, 3]],
    ['a function', 'return later(function(x) return x + 1 end)(41)', 42],
  ])('gives %s', async (_, script, value) => {
    expect(await open().executeScriptAsync(script)).toEqual(value);
  });

  test('is waited for while the script keeps its variables', async () => {
    const script = 'local a, s = 1, "" for i = 1, 5 do a = a + later(i) s = s .. later("x") end return a, s';
    expect(await open().executeScriptAsync(script)).toEqual([16, 'xxxxx']);
  });

  test('may be settled already', async () => {
    const lua = open({ now: () => Promise.resolve(7) });
    expect(await lua.executeScriptAsync('return now() + now()')).toBe(14);
  });

  test('may be one of a subclass', async () => {
    class Task extends Promise<number> {}
    const lua = open({ task: () => Task.resolve(7) });
    expect(await lua.executeScriptAsync('return task()')).toBe(7);
  });

  test('may have a `then` that throws', async () => {
    const broken = Object.assign(Promise.resolve(1), {
      // biome-ignore lint/suspicious/noThenProperty: what is tested
      then: () => {
        throw new Error('broken');
      },
    });
    const catchless = Object.assign(broken, { catch: () => {} });
    const lua = open({ task: () => catchless });
    await expect(lua.executeScriptAsync('task()')).rejects.toThrow('broken');
    expect(lua.isBusy()).toBe(false);
  });

  test('may be given by a method of an object or a class', async () => {
    const lua = open();
    lua.setUserdata('db', {}, {
      methods: { get: (_: unknown, key: string) => later(`value of ${key}`) },
    } as never);
    expect(await lua.executeScriptAsync('return pcall(function() return db:get("x") end)')).toEqual([
      true,
      'value of x',
    ]);
  });
});

describe('a promise that is rejected', () => {
  test('raises an error that pcall catches', async () => {
    const script = 'local ok, e = pcall(fail, "no") return ok, e';
    expect(await open().executeScriptAsync(script)).toEqual([false, 'no']);
  });

  test('arrives as the same error object', async () => {
    const error = new TypeError('mine');
    const lua = open({ failure: () => Promise.reject(error) });
    await expect(lua.executeScriptAsync('failure()')).rejects.toBe(error);
  });

  test('arrives as the same error object after it was caught and raised again', async () => {
    const error = new TypeError('mine');
    const lua = open({ failure: () => Promise.reject(error) });
    await expect(lua.executeScriptAsync('local _, e = pcall(failure) error(e)')).rejects.toBe(error);
  });

  test('with an Error is a table with its name and message in Lua', async () => {
    const lua = open({ failure: () => Promise.reject(new TypeError('mine')) });
    const script = 'local _, e = pcall(failure) return e.name, e.message, tostring(e)';
    expect(await lua.executeScriptAsync(script)).toEqual(['TypeError', 'mine', 'TypeError: mine']);
  });

  test('has the Lua stack', async () => {
    const error = new Error('mine') as Error & { luaTraceback?: string };
    const lua = open({ failure: () => Promise.reject(error) });
    await expect(lua.executeScriptAsync('local function f() failure() end f()')).rejects.toBe(error);
    expect(error.luaTraceback).toContain("in local 'f'");
  });

  test('runs the handlers of to-be-closed variables', async () => {
    const script = `local log = {}
      pcall(function()
        local x <close> = setmetatable({}, { __close = function(_, e) log[1] = later(e) end })
        fail('lost')
      end)
      return log[1]`;
    expect(await open().executeScriptAsync(script)).toBe('lost');
  });

  test('with a value that cannot be passed to Lua is an error all the same', async () => {
    const lua = open();
    lua.setGlobal('odd', () => Promise.reject(Symbol('s')));
    expect(await lua.executeScriptAsync('return (pcall(odd))')).toBe(false);
  });
});

describe('what is no promise is not waited for', () => {
  test('a table with a field `then`', async () => {
    expect(await open().executeScriptAsync('local t = { ["then"] = 1 } return t["then"]')).toBe(1);
  });

  test('an object with a method `then`', async () => {
    // biome-ignore lint/suspicious/noThenProperty: what is tested
    const lua = open({ odd: () => ({ then: 'a field' }) });
    expect(await lua.executeScriptAsync('return odd()["then"]')).toBe('a field');
  });

  test('a promise inside a table', async () => {
    const lua = open({ pair: () => [Promise.resolve(1)] });
    await expect(lua.executeScriptAsync('return pair()')).rejects.toThrow(/promise/i);
  });
});

describe('many promises', () => {
  test('in a row that are settled already leave the event loop its turns', async () => {
    let happened = false;
    const lua = open({ now: () => Promise.resolve(1), happened: () => happened });
    setTimeout(() => {
      happened = true;
    }, 1);
    expect(await lua.executeScriptAsync('while not happened() do now() end return "seen"')).toBe('seen');
  });

  test('of many contexts are waited for at once', async () => {
    const gates = Array.from({ length: 50 }, () => deferred<number>());
    const results = gates.map((gate) =>
      open({ wait: () => gate.promise }).executeScriptAsync('return wait() * 2'),
    );
    for (const [i, gate] of [...gates.entries()].reverse()) gate.resolve(i);
    expect(await Promise.all(results)).toEqual(gates.map((_, i) => 2 * i));
  });
});

describe('callAsync', () => {
  test('waits in a function of a name', async () => {
    const lua = open();
    lua.executeScript('util = { twice = function(x) return 2 * later(x) end }');
    expect(await lua.callAsync('util.twice', 21)).toBe(42);
  });

  test('waits in a function that came out of Lua', async () => {
    const lua = open();
    const twice = lua.executeScript<LuaFunction>('return function(x) return 2 * later(x) end');
    expect(await lua.callAsync(twice, 21)).toBe(42);
  });

  test('is rejected with the error that the function raises', async () => {
    const lua = open();
    lua.executeScript('function f() later(1) error("lost", 0) end');
    await expect(lua.callAsync('f')).rejects.toMatchObject({ name: 'LuaError', message: 'lost' });
  });

  test.each([['missing'], ['string'], [() => 1]])('refuses what is no Lua function: %s', async (fn) => {
    await expect(open().callAsync(fn as string)).rejects.toMatchObject({ name: 'LuaOptionError' });
  });
});

describe('executeFileAsync', () => {
  test('runs a file', async () => {
    const lua = new LuaContext({}, { print: () => {} });
    await expect(lua.executeFileAsync('examples/harbour.lua')).resolves.toMatchObject({ ships: 9 });
  });

  test('is rejected if there is none', async () => {
    await expect(open().executeFileAsync('missing.lua')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a synchronous execution', () => {
  test('refuses a promise with an error that says what to use', () => {
    expect(() => open().executeScript('later(1)')).toThrow('use executeScriptAsync');
  });

  test('can catch that', () => {
    expect(open().executeScript('return (pcall(later, 1))')).toBe(false);
  });
});
