import { describe, expect, test } from 'vitest';
import type { LuaContext, LuaFunction } from '../../src/lua-native/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { all, errorOf, luaNative } from './support.ts';

describe('limits', () => {
  test('there are none unless they are asked for', () => {
    expect(all().info()).toMatchObject({ memoryLimit: 0, maxInstructions: 0, timeout: 0 });
    expect(all().execute_script('local n = 0 for i = 1, 20000000 do n = i end return n')).toBe(20000000);
  });

  test('end a script with the messages that programs know', () => {
    const lua = (options: object) => new luaNative.init({}, { libraries: 'safe', ...options });
    const memory = lua({ maxMemory: 10 * 1024 * 1024 });
    expect(() => memory.execute_script("local s = string.rep('x', 20 * 1024 * 1024)")).toThrow(
      /^not enough memory/,
    );
    expect(memory.execute_script('return 1 + 1')).toBe(2);
    const steps = lua({ maxInstructions: 1_000_000 });
    expect(() => steps.execute_script('while true do end')).toThrow(/^instruction limit exceeded/);
    expect(steps.execute_script('return 1 + 1')).toBe(2);
    const coroutine = steps.create_coroutine('return function() while true do end end');
    expect(steps.resume(coroutine)).toMatchObject({
      status: 'dead',
      error: expect.stringMatching(/^instruction limit exceeded/),
    });
    expect(() => lua({ timeout: 20 }).execute_script('while true do end')).toThrow(/^execution timeout/);
  });

  test('must be numbers that are not negative', () => {
    for (const name of ['maxMemory', 'maxInstructions', 'timeout']) {
      expect(() => new luaNative.init({}, { [name]: -1 })).toThrow(RangeError);
      expect(() => new luaNative.init({}, { [name]: 'much' as never })).toThrow(TypeError);
    }
  });
});

test('info describes the context', () => {
  const lua = new luaNative.init(
    { f: () => 1 },
    { libraries: ['string', 'base'], maxMemory: 2 ** 20, timeout: 5000 },
  );
  const info = lua.info();
  expect(info).toMatchObject({
    version: 'Lua 5.5',
    release: 'Lua 5.5.1',
    versionNumber: 505,
    memoryLimit: 2 ** 20,
    timeout: 5000,
    libraries: ['string', 'base'],
  });
  expect(info.memoryBytes).toBe(lua.get_memory_usage());
  expect(info.memoryKB).toBe(info.memoryBytes / 1024);
  lua.register_type_converter(
    () => false,
    () => null,
  );
  lua.set_print_handler(() => {});
  const { total, ...counts } = lua.info().bindingRefs;
  expect(counts).toMatchObject({
    callbacks: 1,
    callbacksObject: 1,
    typeConverters: 1,
    handlers: 1,
    classes: 0,
  });
  expect(total).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
});

test('info counts the functions that scripts were given, until a reset', () => {
  const lua = all({ f: () => 1 });
  const count = () => lua.info().bindingRefs.callbacks;
  lua.set_global('g', () => 1);
  lua.set_global('g', () => 2);
  expect(count()).toBe(2);
  lua.register_module('m', { a: () => 1, b: 2 });
  expect(count()).toBe(3);
  lua.set_userdata('u', {}, { methods: { a: () => 1 } });
  expect(count()).toBe(4);
  lua.register_class('K', {
    construct: () => ({}),
    methods: { a: () => 1 },
    metamethods: { __len: () => 1 },
  });
  expect(count()).toBe(7);
  lua.reset();
  expect(count()).toBe(1);
});

describe('gc', () => {
  test('has the commands of collectgarbage', () => {
    const lua = all();
    expect(lua.gc('collect')).toBeUndefined();
    expect(lua.gc('stop')).toBeUndefined();
    expect(lua.gc('isrunning')).toBe(false);
    expect(lua.gc('restart')).toBeUndefined();
    expect(lua.gc('isrunning')).toBe(true);
    expect(lua.gc('count') * 1024).toBe(lua.get_memory_usage());
    expect(typeof lua.gc('step', 1024)).toBe('boolean');
    expect([lua.gc('generational'), lua.gc('incremental')]).toEqual(['incremental', 'generational']);
    const pause = lua.gc('param', 'pause');
    expect(lua.gc('param', 'pause', 400)).toBe(pause);
    expect(lua.gc('param', 'pause')).toBe(400);
  });

  test('refuses what is no command', () => {
    const lua = all();
    const gc = lua.gc as (...args: unknown[]) => unknown;
    const call =
      (...args: unknown[]) =>
      () =>
        gc.apply(lua, args);
    expect(call()).toThrow(TypeError);
    expect(call('purge')).toThrow("Unknown GC command: 'purge'");
    expect(call('param', 'speed')).toThrow("Unknown GC parameter: 'speed'");
    expect(call('param', 'pause', 100_001)).toThrow(RangeError);
    expect(call('step', -1)).toThrow(RangeError);
  });
});

describe('bytecode', () => {
  test('is a Buffer that runs in any context', () => {
    const code = new luaNative.init().compile('return function(x) return x * x end', {
      chunkName: '@square.lua',
    });
    expect(Buffer.isBuffer(code)).toBe(true);
    expect(new luaNative.init().load_bytecode<LuaFunction>(code)(7)).toBe(49);
    expect(all().load_bytecode(all().compile('return 1, 2'))).toEqual([1, 2]);
    const source = 'local function name(a) local b = a return b end\nreturn name(1)';
    expect(all().compile(source, { stripDebug: true }).length).toBeLessThan(all().compile(source).length);
    expect(all().load_bytecode(Buffer.from(all().compile(source)))).toBe(1);
  });

  test('is made from files too', () => {
    const folder = new TemporaryFolder();
    const path = folder.file('a.lua', '\nerror("boom")');
    const lua = all();
    expect(() => lua.load_bytecode(lua.compile_file(path))).toThrow(`${path}:2: boom`);
    expect(() => lua.load_bytecode(lua.compile_file(path, { chunkName: '=short' }))).toThrow('short:2: boom');
    expect(() => lua.compile_file('./none.lua')).toThrow('cannot open ./none.lua');
    folder.remove();
  });

  test('is refused where it is none, or not allowed', () => {
    const lua = all();
    expect(() => lua.load_bytecode(Buffer.from('return 1'))).toThrow(/text chunk/);
    expect(() => lua.load_bytecode(lua.compile('return 1').subarray(0, 20))).toThrow(/truncated/);
    expect(() => lua.load_bytecode('return 1' as never)).toThrow(TypeError);
    expect(() => lua.compile('x =')).toThrow('unexpected symbol');
    expect(() => lua.compile(7 as never)).toThrow(TypeError);
    const safe = all({}, { allowBytecode: false });
    expect(() => safe.load_bytecode(lua.compile('return 1'))).toThrow('bytecode loading is disabled');
    expect(safe.execute_script('return (load(string.dump(function() end))), load("return 1")()')).toEqual([
      null,
      1,
    ]);
    expect(
      new luaNative.init({}, { libraries: 'sandbox', allowBytecode: true }).load_bytecode(
        lua.compile('return 1'),
      ),
    ).toBe(1);
  });
});

describe('hooks', () => {
  test('tell of lines, calls, returns and counts', () => {
    const lua = all();
    const events: unknown[] = [];
    lua.set_hook((event, line, name) => void events.push([event, line, name]), {
      call: true,
      return: true,
      line: true,
    });
    lua.execute_script('local function add(a)\n  return a\nend\nlocal x = add(1)\nreturn x');
    lua.remove_hook();
    lua.remove_hook();
    expect(events).toContainEqual(['call', expect.any(Number), 'add']);
    expect(events).toContainEqual(['line', 2, 'add']);
    expect(events).toContainEqual(['return', 2, 'add']);
    let counted = 0;
    lua.set_hook(() => void counted++, { count: 100 });
    lua.execute_script('for i = 1, 1000 do end');
    expect(counted).toBeGreaterThan(5);
    lua.reset();
    const before = counted;
    lua.execute_script('for i = 1, 1000 do end');
    expect(counted).toBeGreaterThan(before);
  });

  test('cannot end a script, and may remove themselves', () => {
    const lua = all();
    let calls = 0;
    lua.set_hook(
      () => {
        calls++;
        if (calls === 3) lua.remove_hook();
        throw new Error('lost');
      },
      { line: true },
    );
    expect(
      lua.execute_script('local a = 1\nlocal b = 2\nlocal c = 3\nlocal d = 4\nreturn a + b + c + d'),
    ).toBe(10);
    expect(calls).toBe(3);
  });

  test('are not called in runs that would be on another thread', async () => {
    const lua = all();
    let calls = 0;
    lua.set_hook(() => void calls++, { line: true });
    await lua.execute_script_async('local a = 1\nreturn a');
    expect(calls).toBe(0);
    await lua.execute_async('local a = 1\nreturn a');
    expect(calls).toBeGreaterThan(0);
  });

  test('refuse to be set without an event', () => {
    const lua = all();
    expect(() => lua.set_hook(1 as never, { line: true })).toThrow(TypeError);
    expect(() => lua.set_hook(() => {}, undefined as never)).toThrow(TypeError);
    expect(() => lua.set_hook(() => {}, {})).toThrow(TypeError);
    for (const count of [0, -1, 1.5]) expect(() => lua.set_hook(() => {}, { count })).toThrow(RangeError);
  });

  test('see the stack and the local variables', () => {
    let stack: unknown;
    let locals: unknown;
    const lua: LuaContext = all();
    lua.set_hook(
      (_event, line) => {
        if (line !== 3) return;
        stack = lua.get_stack();
        locals = lua.get_locals(0);
        expect(() => lua.get_locals(99)).toThrow(RangeError);
        expect(lua.get_stack({ maxLevels: 1 })).toHaveLength(1);
      },
      { line: true },
    );
    lua.execute_script(
      'local function f(n, t)\n  for i = 1, 1 do\n    local x = i\n  end\nend\nf(5, { a = 1 })',
      { chunkName: '@job.lua' },
    );
    expect(stack).toMatchObject([
      {
        level: 0,
        source: '@job.lua',
        shortSource: 'job.lua',
        currentLine: 3,
        lineDefined: 1,
        name: 'f',
        nameWhat: 'local',
        what: 'Lua',
      },
      { level: 1, currentLine: 6, what: 'main' },
    ]);
    expect(locals).toEqual([
      { name: 'n', value: 5 },
      { name: 't', value: { a: 1 } },
      { name: 'i', value: 1 },
    ]);
    expect(lua.get_stack()).toEqual([]);
    expect(() => lua.get_locals(0)).toThrow(RangeError);
    expect(() => lua.get_locals('0' as never)).toThrow(TypeError);
  });
});

describe('reset', () => {
  test('replays callbacks and options, and nothing else', () => {
    const lua = new luaNative.init(
      { log: () => 'logged' },
      { libraries: 'safe', maxInstructions: 1_000_000 },
    );
    lua.execute_script('x = 42');
    lua.set_global('y', 1);
    lua.set_userdata('u', {});
    lua.register_class('C', { construct: () => ({}) });
    lua.register_module('m', { a: 1 });
    lua.reset();
    expect(lua.execute_script('return x, y, u, C, package.loaded.m, log()')).toEqual([
      null,
      null,
      null,
      null,
      null,
      'logged',
    ]);
    expect(() => lua.execute_script('while true do end')).toThrow('instruction limit exceeded');
    lua.reset();
    expect(lua.execute_script('return u, log()')).toEqual([null, 'logged']);
  });

  test('makes values of the old state useless', () => {
    const lua = all();
    const fn = lua.execute_script<LuaFunction>('return function() end');
    const table = lua.create_table();
    const coroutine = lua.create_coroutine('return function() end');
    lua.reset();
    const replaced = 'its Lua state was replaced by reset(); acquire a new handle';
    expect(() => fn()).toThrow(`Lua function is not usable: ${replaced}`);
    expect(() => table.get('x')).toThrow(`Lua table handle is not usable: ${replaced}`);
    expect(() => lua.resume(coroutine)).toThrow('coroutine belongs to a different Lua context');
  });

  test('is refused while Lua is executing', () => {
    const errors: Error[] = [];
    const lua: LuaContext = all({
      again: () =>
        void errors.push(
          errorOf(() => lua.reset()),
          errorOf(() => lua.dispose()),
        ),
    });
    lua.execute_script('again()');
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('reset() cannot be called while Lua is executing'),
      expect.stringContaining('dispose() cannot be called while Lua is executing'),
    ]);
  });
});

describe('dispose', () => {
  test('closes the context and all its handles', () => {
    const lua = all();
    const fn = lua.execute_script<LuaFunction>('return function() end');
    const table = lua.create_table();
    const coroutine = lua.create_coroutine('return function() end');
    lua.dispose();
    lua.dispose();
    lua.cancel();
    const attempts = [
      () => lua.execute_script('return 1'),
      () => lua.info(),
      () => lua.reset(),
      () => lua.execute_async('return 1'),
      () => lua.close(coroutine),
      () => fn(),
      () => table.get('x'),
      () => lua.resume(coroutine),
    ];
    for (const attempt of attempts) expect(attempt).toThrow('Lua context has been closed');
  });
});
