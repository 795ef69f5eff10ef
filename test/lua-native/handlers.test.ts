import { describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { all, luaNative } from './support.ts';

describe('set_print_handler', () => {
  test('receives what print and io.write write, as it is', () => {
    const lines: string[] = [];
    const lua = all({}, { print: (text) => void lines.push(text) });
    lua.execute_script(
      'print("hello", 42, setmetatable({}, { __tostring = function() return "T" end })) io.write("a", 1) io.write("b\\n") print()',
    );
    expect(lines).toEqual(['hello\t42\tT\n', 'a1', 'b\n', '\n']);
  });

  test('can be set and changed later, and outlasts a reset', () => {
    const seen: string[] = [];
    const lua = all();
    lua.set_print_handler((text) => void seen.push(`1${text}`));
    lua.execute_script('print("x")');
    lua.set_print_handler((text) => void seen.push(`2${text}`));
    lua.reset();
    lua.execute_script('print("x")');
    expect(seen).toEqual(['1x\n', '2x\n']);
    lua.set_print_handler(null);
  });

  test('formats numbers as Lua does where there is no library base', () => {
    const lines: string[] = [];
    const lua = new luaNative.init({}, { print: (text) => void lines.push(text) });
    lua.execute_script('print("a", 1, nil, true, 2.0, 1e15, {}) print() print(nil, nil)');
    expect(lines).toEqual(['a\t1\tnil\ttrue\t2.0\t1e+15\ttable\n', '\n', 'nil\tnil\n']);
  });

  test('takes precedence over a callback named print', () => {
    const seen: string[] = [];
    const lua = all({ print: () => void seen.push('callback') }, { print: (text) => void seen.push(text) });
    lua.execute_script('print("x")');
    expect(seen).toEqual(['x\n']);
  });

  test('gives a bare state a print', () => {
    const seen: string[] = [];
    const lua = new luaNative.init({}, { print: (text) => void seen.push(text) });
    lua.execute_script('print("x", 1, nil, true)');
    expect(seen).toEqual(['x\t1\tnil\ttrue\n']);
  });

  test('loses what it throws', () => {
    const lua = all(
      {},
      {
        print: () => {
          throw new Error('no');
        },
      },
    );
    expect(lua.execute_script('print("x") return "went on"')).toBe('went on');
  });

  test('counts as none unless it is a function', () => {
    const lua = all();
    lua.set_print_handler('no' as never);
    expect(lua.info().bindingRefs.handlers).toBe(0);
  });
});

describe('set_read_handler', () => {
  test('is asked for each format', () => {
    const lua = all();
    const formats: unknown[] = [];
    const answers = ['Ada', '42', '', new Uint8Array([0xff]), new ArrayBuffer(2), null];
    expect(
      lua.set_read_handler((format) => {
        formats.push(format);
        return answers.shift();
      }),
    ).toBe(true);
    expect(
      lua.execute_script(
        'return io.read(), io.read("*n"), io.read("L"), #io.read(5), #io.read("a"), io.read()',
      ),
    ).toEqual(['Ada', 42, '', 1, 2, null]);
    expect(formats).toEqual(['l', 'n', 'L', 5, 'a', 'l']);
  });

  test('gives a sandbox an io with read alone, until it is removed', () => {
    const lua = new luaNative.init({}, { libraries: 'sandbox' });
    expect(lua.set_read_handler(() => 'Ada')).toBe(true);
    expect(lua.execute_script('return io.read(), io.open')).toEqual(['Ada', null]);
    lua.reset();
    expect(lua.execute_script('return io.read(), io.open')).toEqual(['Ada', null]);
    lua.set_read_handler(null);
    expect(lua.get_global('io')).toBeNull();
  });

  test('leaves an io of the script alone', () => {
    const lua = new luaNative.init();
    lua.set_global('io', 42);
    expect(lua.set_read_handler(() => 'Ada')).toBe(false);
    expect(lua.get_global('io')).toBe(42);
    const other = new luaNative.init();
    other.set_read_handler(() => 'Ada');
    other.execute_script('io = { read = io.read, mine = 1 }');
    other.set_read_handler(null);
    expect(other.execute_script('return io.mine')).toBe(1);
  });

  test('raises what it throws', () => {
    const lua = all();
    lua.set_read_handler(() => {
      throw new Error('no');
    });
    expect(() => lua.execute_script('io.read()')).toThrow('io.read handler failed: no');
  });
});

describe('set_file_reader', () => {
  const files: Record<string, string> = {
    '/lib/add.lua': 'return function(a, b) return a + b end',
    '/empty.lua': '',
  };

  test('serves dofile and loadfile, which a sandbox gets from it', () => {
    const lua = new luaNative.init({}, { libraries: 'sandbox' });
    lua.set_file_reader((path) => files[path] ?? null);
    for (let round = 0; round < 2; round++) {
      expect(lua.execute_script('return dofile("/lib/add.lua")(2, 3), dofile("/empty.lua")')).toBe(5);
      expect(lua.execute_script('return loadfile("/none.lua")')).toEqual([null, 'cannot open /none.lua']);
      expect(() => lua.execute_script('dofile("/none.lua")')).toThrow('cannot open /none.lua');
      lua.reset();
    }
    lua.set_file_reader(null);
    expect(lua.execute_script('return dofile, loadfile')).toEqual([null, null]);
  });

  test('is not asked by the host itself, nor by require', () => {
    const folder = new TemporaryFolder();
    const path = folder.file('real.lua', 'return "real"');
    const lua = all();
    lua.set_file_reader(() => null);
    lua.add_search_path(`${folder.path}/?.lua`);
    expect(lua.execute_file(path)).toBe('real');
    expect(lua.execute_script('return require("real")')).toMatchObject(['real', path]);
    expect(lua.execute_script(`return (loadfile(${JSON.stringify(path)}))`)).toBeNull();
    folder.remove();
  });

  test('opens the two again where the filesystem is denied', () => {
    const lua = all({}, { filesystem: 'deny' });
    lua.set_file_reader((path) => files[path] ?? null);
    expect(lua.execute_script('return dofile("/lib/add.lua")(2, 3)')).toBe(5);
    lua.reset();
    expect(lua.execute_script('return dofile("/lib/add.lua")(2, 3), (io.open("/etc/passwd"))')).toEqual([
      5,
      null,
    ]);
  });
});

describe('modules', () => {
  test('register_module puts a value into package.loaded', () => {
    const lua = all();
    lua.register_module('utils', {
      clamp: ((x: number, a: number, b: number) => Math.min(Math.max(x, a), b)) as never,
      version: '1.0.0',
    });
    expect(lua.execute_script("local u = require('utils') return u.clamp(15, 0, 10), u.version")).toEqual([
      10,
      '1.0.0',
    ]);
    expect(lua.execute_script("return package.loaded.utils == require 'utils'")).toBe(true);
    expect(() => lua.register_module('x', 7 as never)).toThrow(TypeError);
  });

  test('add_search_path extends package.path, for every state', () => {
    const folder = new TemporaryFolder();
    folder.file('mymod.lua', 'return { name = "mine" }');
    const lua = all();
    lua.add_search_path(`${folder.path}/?.lua`);
    lua.reset();
    expect(lua.execute_script("return require('mymod').name")).toBe('mine');
    expect(lua.execute_script('return package.path')).toContain(`;${folder.path}/?.lua`);
    expect(() => lua.add_search_path('./no-mark')).toThrow("'?'");
    folder.remove();
  });

  test('add_searcher provides source, for every state', () => {
    const lua = all();
    const asked: string[] = [];
    lua.add_searcher((name) => {
      asked.push(name);
      return name === 'greet' ? 'return function(n) return "Hi " .. n end' : null;
    });
    lua.reset();
    expect(lua.execute_script('require("greet") return require("greet")("Ada")')).toBe('Hi Ada');
    expect(asked).toEqual(['greet']);
    expect(() => lua.execute_script('require("none")')).toThrow("module 'none' not found");
    expect(() => lua.add_searcher(7 as never)).toThrow(TypeError);
  });

  test('need the library package', () => {
    const lua = new luaNative.init({}, { libraries: ['base'] });
    const needed = "the 'package' library is not loaded";
    expect(() => lua.register_module('m', {})).toThrow(needed);
    expect(() => lua.add_search_path('./?.lua')).toThrow(needed);
    expect(() => lua.add_searcher(() => null)).toThrow(needed);
  });
});
