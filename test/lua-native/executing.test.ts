import { afterAll, describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { all, errorOf, luaNative } from './support.ts';

describe('init', () => {
  test('needs no arguments, and then has no libraries', () => {
    const lua = new luaNative.init();
    expect(lua.execute_script('return 1 + 2')).toBe(3);
    expect(lua.execute_script('return print')).toBeNull();
    expect(lua.info().libraries).toEqual([]);
  });

  test('sets callbacks and values as globals', () => {
    const lua = new luaNative.init({
      add: (a: unknown, b: unknown) => Number(a) + Number(b),
      config: { debug: true },
      n: 7,
    });
    expect(lua.execute_script('return add(n, 3), config.debug')).toEqual([10, true]);
  });

  test.each([
    ['safe', ['base', 'package', 'coroutine', 'table', 'string', 'math', 'utf8']],
    ['sandbox', ['base', 'coroutine', 'table', 'string', 'math', 'utf8']],
    ['all', ['base', 'package', 'coroutine', 'table', 'io', 'os', 'string', 'math', 'utf8', 'debug']],
  ] as const)('loads the preset %s', (libraries, names) => {
    const lua = new luaNative.init({}, { libraries });
    expect(lua.info().libraries).toEqual(names);
    for (const name of names) {
      if (name !== 'base') expect(lua.execute_script(`return type(${name})`)).toBe('table');
    }
  });

  test('takes dofile, loadfile and bytecode out of the sandbox, also after a reset', () => {
    const lua = new luaNative.init({}, { libraries: 'sandbox' });
    for (let round = 0; round < 2; round++) {
      expect(lua.execute_script('return dofile, loadfile, require, io, os')).toEqual([
        null,
        null,
        null,
        null,
        null,
      ]);
      expect(lua.execute_script('return load(string.dump(function() end))')).toMatchObject([null, /binary/]);
      lua.reset();
    }
  });

  test('refuses libraries, presets and options that there are not', () => {
    const make = (options: object) => () => new luaNative.init({}, options);
    expect(make({ libraries: ['base', 'nonsense'] })).toThrow("Unknown Lua library: 'nonsense'");
    expect(make({ libraries: 'everything' })).toThrow(
      "libraries must be 'all', 'safe', 'sandbox', or an array of library names",
    );
    expect(make({ strictConversion: 'yes' })).toThrow(TypeError);
    expect(make({ tableAs: 'array' })).toThrow(TypeError);
    expect(make({ filesystem: 'maybe' })).toThrow(TypeError);
    expect(make({ shared: { settings: {} } })).toThrow(
      'must be a shared table created with createSharedTable()',
    );
  });
});

describe('execute_script', () => {
  test.each([
    ['return', undefined],
    ['return nil', null],
    ['return "text"', 'text'],
    ['return 1, nil, "b"', [1, null, 'b']],
    ['return { 1, 2 }', [1, 2]],
    ['return { a = { b = true } }', { a: { b: true } }],
    ['return math.maxinteger', 9223372036854775807n],
  ])('%s', (script, result) => {
    expect(all().execute_script(script)).toEqual(result);
  });

  test('names the chunk', () => {
    const failing = 'local t = nil\nreturn t.x';
    const message = (chunkName?: string) =>
      errorOf(() => all().execute_script(failing, chunkName === undefined ? undefined : { chunkName }))
        .message;
    expect(message()).toMatch(/^\[string "local t = nil\.\.\."\]:2:/);
    expect(message('@config.lua')).toMatch(/^config\.lua:2:/);
    expect(message('=config')).toMatch(/^config:2:/);
    expect(() => all().execute_script('return 1', { chunkName: 7 as never })).toThrow(TypeError);
  });

  test('throws an Error whose message has the Lua stack', () => {
    const error = errorOf(() =>
      new luaNative.init({}, { libraries: ['base'] }).execute_script('error("boom")'),
    );
    expect(error.constructor).toBe(Error);
    expect(error.message).toMatch(/^\[string "error\("boom"\)"\]:1: boom\nstack traceback:\n\t\[C\]: in/);
    expect(error.cause).toMatchObject({ code: 'ERR_LUA_RUNTIME' });
  });

  test('throws what a host function threw, the same object', () => {
    const failure = Object.assign(new TypeError('no'), { code: 'E_DB' });
    const lua = all({
      query: () => {
        throw failure;
      },
    });
    expect(errorOf(() => lua.execute_script('query()'))).toBe(failure);
    expect(lua.execute_script('local ok, e = pcall(query) return { e.message, e.name }')).toEqual([
      'no',
      'TypeError',
    ]);
  });

  test('refuses what is not a string', () => {
    expect(() => all().execute_script(42 as never)).toThrow(TypeError);
  });
});

const folder = new TemporaryFolder();

afterAll(() => folder.remove());

describe('files', () => {
  test('execute_file runs a file and names it in errors', () => {
    const path = folder.file('answer.lua', '#!/usr/bin/lua\nreturn 6 * 7');
    expect(all().execute_file(path)).toBe(42);
    const failing = folder.file('failing.lua', '\n\nerror("boom")');
    expect(() => all().execute_file(failing)).toThrow(`${failing}:3: boom`);
    expect(() => all().execute_file('./nonexistent.lua')).toThrow(
      'cannot open ./nonexistent.lua: No such file or directory',
    );
  });

  test('execute_file runs bytecode, unless the context refuses it', () => {
    const path = folder.file('compiled.luac', all().compile('return 42'));
    expect(all().execute_file(path)).toBe(42);
    expect(() => all({}, { allowBytecode: false }).execute_file(path)).toThrow(
      'bytecode loading is disabled',
    );
  });

  test('scripts open the files of the machine, by names that begin at its working folder', () => {
    const path = folder.file('data.txt', 'hello');
    const relative = `../../../../../../../../../..${path}`;
    const lua = all();
    expect(lua.execute_script(`local f <close> = io.open(${JSON.stringify(path)}) return f:read('a')`)).toBe(
      'hello',
    );
    expect(
      lua.execute_script(`local f <close> = io.open(${JSON.stringify(relative)}) return f:read('a')`),
    ).toBe('hello');
    expect(lua.execute_script("local f <close> = io.open('package.json') return f ~= nil")).toBe(true);
    lua.reset();
    expect(lua.execute_script("local f <close> = io.open('package.json') return f ~= nil")).toBe(true);
    expect(lua.execute_script("return (io.open('/package.json'))")).toBeNull();
  });

  test('os.execute, io.popen and native modules fail', () => {
    const lua = all();
    expect(lua.execute_script('return os.execute()')).toBe(false);
    expect(lua.execute_script('return os.execute("true")')).toMatchObject([
      null,
      expect.any(String),
      expect.any(Number),
    ]);
    expect(() => lua.execute_script('io.popen("true")')).toThrow("'popen' not supported");
    expect(lua.execute_script('return package.loadlib("x.so", "f")')).toMatchObject([
      null,
      /not enabled/,
      'absent',
    ]);
  });
});

describe("filesystem: 'deny'", () => {
  const lua = all({}, { filesystem: 'deny' });
  const message = (door: string) =>
    `${door} is unavailable: this Lua context was created with filesystem access denied`;

  test.each(['loadfile', 'io.open', 'os.remove', 'os.rename', 'package.loadlib', 'package.searchpath'])(
    '%s returns nil and a message',
    (door) => {
      expect(lua.execute_script(`return ${door}('a', 'b')`)).toEqual([null, message(door)]);
    },
  );

  test.each(['dofile', 'io.lines', 'io.input', 'io.output', 'os.tmpname'])('%s raises', (door) => {
    expect(lua.execute_script(`return pcall(${door}, 'a')`)).toEqual([false, message(door)]);
  });

  test('add_search_path refuses, register_module does not', () => {
    expect(() => lua.add_search_path('./?.lua')).toThrow('Cannot add search path');
    lua.register_module('config', { env: 'prod' });
    expect(lua.execute_script('return require("config").env')).toBe('prod');
  });

  test('holds after a reset, and does not bind the host', () => {
    const path = folder.file('host.lua', 'return 1');
    lua.reset();
    expect(() => lua.execute_script('dofile("/etc/passwd")')).toThrow(message('dofile'));
    expect(lua.execute_file(path)).toBe(1);
  });
});
