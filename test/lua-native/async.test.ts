import { describe, expect, test } from 'vitest';
import type { LuaContext, LuaFunction } from '../../src/lua-native/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { all, errorOf, later, luaNative } from './support.ts';

describe('execute_script_async', () => {
  test('gives what the script returns', async () => {
    const lua = all();
    expect(await lua.execute_script_async('return 6 * 7')).toBe(42);
    expect(await lua.execute_script_async('return 1, nil')).toEqual([1, null]);
    expect(await lua.execute_script_async('return')).toBeUndefined();
  });

  test('is rejected with the error of the script', async () => {
    const lua = all();
    await expect(lua.execute_script_async('error("failed")')).rejects.toThrow(/failed[\s\S]*stack traceback/);
    await expect(lua.execute_script_async('x =')).rejects.toThrow('unexpected symbol');
    await expect(lua.execute_script_async('error("x")', { chunkName: '@job.lua' })).rejects.toThrow(
      'job.lua:1: x',
    );
    expect(await lua.execute_script_async('return 1')).toBe(1);
  });

  test('calls no function of the host', async () => {
    const lua = all({ greet: () => 'hello' });
    await expect(lua.execute_script_async('return greet()')).rejects.toThrow(
      'JS callbacks are not available in async mode',
    );
    expect(lua.execute_script('return greet()')).toBe('hello');
  });

  test('keeps the context busy, and no other', async () => {
    const lua = all();
    const table = lua.create_table();
    const fn = lua.execute_script<LuaFunction>('return function() end');
    const run = lua.execute_script_async('local s = 0 for i = 1, 100000 do s = s + i end return s');
    expect(lua.is_busy()).toBe(true);
    const busy = 'Lua context is busy with an async operation';
    const attempts: (() => unknown)[] = [
      () => lua.execute_script('return 1'),
      () => lua.get_global('x'),
      () => lua.set_global('x', 1),
      () => lua.execute_script_async('return 1'),
      () => lua.execute_async('return 1'),
      () => lua.get_memory_usage(),
      () => lua.info(),
      () => lua.gc('collect'),
      () => lua.reset(),
      () => lua.dispose(),
      () => table.get('x'),
      () => fn(),
    ];
    for (const attempt of attempts) expect(attempt).toThrow(busy);
    expect(all().execute_script('return 1')).toBe(1);
    expect(await run).toBe(5000050000);
    expect(lua.is_busy()).toBe(false);
  });

  test('is refused inside a host function', () => {
    let error: unknown;
    const lua: LuaContext = all({
      start: () => {
        error = errorOf(() => lua.execute_script_async('return 1'));
      },
    });
    lua.execute_script('start()');
    expect(error).toMatchObject({
      message: expect.stringContaining('execute_script_async() cannot be called while Lua is executing'),
    });
  });

  test('is cancelled in the middle of a loop', async () => {
    const lua = all();
    const run = lua.execute_script_async('while true do end');
    setImmediate(() => lua.cancel());
    await expect(run).rejects.toThrow('execution cancelled');
    expect(lua.execute_script('return 1')).toBe(1);
  });

  test('runs in several contexts at once', async () => {
    const runs = [1, 2, 3].map((n) => new luaNative.init().execute_script_async(`return ${n} * 10`));
    expect(await Promise.all(runs)).toEqual([10, 20, 30]);
  });

  test('refuses at once what is not a string', () => {
    expect(() => all().execute_script_async(7 as never)).toThrow(TypeError);
  });
});

test('execute_file_async runs files', async () => {
  const folder = new TemporaryFolder();
  const lua = all();
  expect(await lua.execute_file_async(folder.file('a.lua', 'return 42'))).toBe(42);
  expect(await lua.execute_file_async(folder.file('b.luac', lua.compile('return 43')))).toBe(43);
  await expect(lua.execute_file_async('./none.lua')).rejects.toThrow('cannot open ./none.lua: No such file');
  folder.remove();
});

describe('execute_async', () => {
  test('waits for the promises of host functions, also of methods', async () => {
    const lua = all({
      fetch: ((id: number) => later({ name: `ada${id}` })) as never,
      upper: (s: unknown) => String(s).toUpperCase(),
    });
    lua.register_class('Client', {
      construct: () => ({}),
      methods: { get: ((_: unknown, id: number) => later(id + 1)) as never },
    });
    expect(await lua.execute_async('return upper(fetch(42).name), Client.new():get(7)')).toEqual([
      'ADA42',
      8,
    ]);
    const sum = 'local sum = 0 for i = 1, 3 do sum = sum + Client.new():get(i) end return sum';
    expect(await lua.execute_async(sum)).toBe(9);
  });

  test('lets scripts catch a rejection as text, and is rejected with the reason itself', async () => {
    const reason = new RangeError('nope');
    const lua = all({ risky: () => Promise.reject(reason) as never });
    expect(await lua.execute_async('return pcall(risky)')).toEqual([false, 'nope']);
    await expect(lua.execute_async('return risky()')).rejects.toBe(reason);
  });

  test('gives nil for a promise of nothing', async () => {
    const lua = all({ quiet: () => later(undefined) as never });
    expect(await lua.execute_async('return select("#", quiet())')).toBe(1);
  });

  test('is cancelled while it waits, and not by a script that is not asynchronous', async () => {
    const lua: LuaContext = all({ never: () => new Promise(() => {}) as never, cancel: () => lua.cancel() });
    const run = lua.execute_async('never()');
    setImmediate(() => lua.cancel());
    await expect(run).rejects.toThrow('execution cancelled');
    expect(lua.execute_script('cancel() return "went on"')).toBe('went on');
    lua.cancel();
  });

  test('keeps the context busy, for its own host functions too', async () => {
    const busy = 'Lua context is busy with an async operation';
    const attempts: string[] = [];
    const lua: LuaContext = all({
      enter: ((fn: LuaFunction) => {
        attempts.push(errorOf(() => lua.get_global('x')).message, errorOf(() => fn()).message);
        attempts.push(errorOf(() => lua.execute_script('return 1')).message);
      }) as never,
      wait: () => later(1) as never,
    });
    const run = lua.execute_async('enter(print) return wait()');
    expect(lua.is_busy()).toBe(true);
    expect(() => lua.execute_script('return 1')).toThrow(busy);
    expect(await run).toBe(1);
    expect(attempts).toEqual([busy, busy, busy]);
  });

  test('begins after a script whose host function starts it', async () => {
    let run: Promise<unknown> | undefined;
    const lua: LuaContext = all({
      start: () => {
        run = lua.execute_async('return order');
      },
    });
    lua.execute_script('start() order = "after"');
    expect(await run).toBe('after');
  });

  test('is not timed while it waits', async () => {
    const slow = () => new Promise((resolve) => setTimeout(() => resolve('done'), 120));
    const lua = all({ slow: slow as never }, { timeout: 60 });
    expect(await lua.execute_async('return slow()')).toBe('done');
    await expect(lua.execute_async('slow() while true do end')).rejects.toThrow('execution timeout');
  });

  test('is what a script needs that calls a function with a promise', () => {
    const lua = all({ fetch: () => Promise.resolve(1) as never });
    expect(() => lua.execute_script('return fetch()')).toThrow(/Promise.*execute_async/);
  });
});

describe('call_async', () => {
  const fetchName = (async (id: number) => `Ada ${id}`) as never;

  test('calls by name, by path, or a function', async () => {
    const lua = all({ fetchName });
    lua.execute_script('function greet(id) return "hi " .. fetchName(id) end m = { greet = greet }');
    expect(await lua.call_async('greet', 7)).toBe('hi Ada 7');
    expect(await lua.call_async('m.greet', 8)).toBe('hi Ada 8');
    expect(await lua.call_async(lua.execute_script<LuaFunction>('return greet'), 9)).toBe('hi Ada 9');
  });

  test('calls functions of the host by their names', async () => {
    expect(await all({ fetchName }).call_async('fetchName', 7)).toBe('Ada 7');
  });

  test('refuses what is no Lua function', async () => {
    const lua = all();
    lua.execute_script('callable = setmetatable({}, { __call = print })');
    await expect(lua.call_async('callable')).rejects.toThrow("Lua global 'callable' is not a function");
    await expect(lua.call_async('missing')).rejects.toThrow("Lua global 'missing' is not a function");
    expect(() => lua.call_async(7 as never)).toThrow(TypeError);
    expect(() => lua.call_async((() => 1) as never)).toThrow(
      'a plain JavaScript function is not callable in Lua',
    );
    await expect(lua.call_async('a..b')).rejects.toThrow("Invalid global path 'a..b'");
  });
});

test('execute_script_async reads and writes no properties, and calls no methods', async () => {
  const lua = all();
  lua.register_class('K', { construct: () => ({ z: 1 }), readable: true, methods: { m: () => 1 } });
  lua.set_userdata('u', { z: 1 }, { readable: true, writable: true });
  lua.execute_script('k = K.new() m = k.m');
  const refused: [script: string, message: string][] = [
    ['return k.z', "property access is not available in async mode (reading 'z')"],
    ['u.z = 2', "property access is not available in async mode (writing 'z')"],
    ['return m(k)', "JS callbacks are not available in async mode (called method '__class_method_1_m')"],
    ['return K.new()', "JS callbacks are not available in async mode (called '__class_ctor_1')"],
  ];
  for (const [script, message] of refused) {
    await expect(lua.execute_script_async(script)).rejects.toThrow(message);
  }
});

test("where a promise cannot be waited for, the error has Lua's words too", async () => {
  const lua = all({ wait: () => later(1) as never });
  const script = 'table.sort({ 2, 1 }, function(a, b) return wait() > 0 end)';
  await expect(lua.execute_async(script)).rejects.toThrow(
    /^attempt to yield across a C-call boundary: cannot wait for a promise inside 'table.sort'/,
  );
});
