import { afterAll, describe, expect, test } from 'vitest';
import {
  LuaContext,
  type LuaContextOptions,
  LuaError,
  LuaLimitError,
  type ReadHandler,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { standardOutputOf } from '../support/standard-output.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());
const withIo: LuaContextOptions = { libraries: 'all' };

describe('setPrintHandler', () => {
  test('takes the place of the option, and lasts over a reset', () => {
    const lines: string[][] = [];
    const lua = new LuaContext({}, { print: () => {} });
    lua.setPrintHandler((...values) => lines.push(values));
    lua.reset();
    lua.executeScript('print("a", 1)');
    expect(lines).toEqual([['a', '1']]);
  });

  test('with null goes back to standard output', () => {
    expect(standardOutputOf('print("a", 1)').toString()).toBe('a\t1\n');
  });

  test('refuses what is no function', () => {
    expect(() => new LuaContext().setPrintHandler(untyped('x'))).toThrow('handler is ');
  });
});

describe('io.write', () => {
  function written(script: string): string[][] {
    const lines: string[][] = [];
    const lua = new LuaContext({}, { ...withIo, print: (...values) => lines.push(values) });
    lua.executeScript(script);
    return lines;
  }

  test('hands whole lines to the print handler', () => {
    expect(written('io.write("a", 1, 2.5, "\\nb") io.write("c\\n\\n")')).toEqual([['a12.5'], ['bc'], ['']]);
  });

  test('begins the line that print ends', () => {
    expect(written('io.write("x = ") print(5, 6) io.write("y") print()')).toEqual([['x = 5', '6'], ['y']]);
  });

  test('hands over a line without an end when the script ends', () => {
    expect(written('io.write("no newline")')).toEqual([['no newline']]);
  });

  test('hands over an endless line in pieces', () => {
    const lines = written('for i = 1, 100 do io.write(("x"):rep(10000)) end');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.flat().join('')).toBe('x'.repeat(1_000_000));
  });

  test('hands over no more lines once the script has ended', () => {
    const lines: string[] = [];
    const print = (line: string) => {
      lines.push(line);
      if (line === 'b') lua.cancel();
    };
    const lua = new LuaContext({}, { ...withIo, print });
    thrownBy(LuaLimitError, () => lua.executeScript('io.write("a\\nb\\nc\\nd")'));
    expect(lines).toEqual(['a', 'b']);
  });

  test('and standard error', () => {
    expect(written('io.stderr:write("bad", "\\n") io.stdout:write("good\\n")')).toEqual([['bad'], ['good']]);
  });

  test('returns the file, and refuses other values by their place', () => {
    const lua = new LuaContext({}, { ...withIo, print: () => {} });
    expect(lua.executeScript('return io.write("a") == io.stdout, io.stderr:write() == io.stderr')).toEqual([
      true,
      true,
    ]);
    expect(lua.executeScript('return pcall(io.write, "a", {})')).toEqual([
      false,
      "bad argument #2 to 'io.write' (string expected, got table)",
    ]);
  });

  test('writes bytes as they are to standard output', () => {
    expect([...standardOutputOf('io.write("\\xff", 1)')]).toEqual([0xff, 0x31]);
  });

  test('passes on what the handler throws', () => {
    const broken = new Error('no paper');
    const print = () => {
      throw broken;
    };
    expect(caughtFrom(() => new LuaContext({}, { ...withIo, print }).executeScript('io.write("x\\n")'))).toBe(
      broken,
    );
  });

  describe('when the handler throws at a last line without an end', () => {
    const broken = new Error('no paper');
    const print = () => {
      throw broken;
    };
    const open = () => new LuaContext({}, { ...withIo, print, maxInstructions: 1000 });

    test('the execution fails with what it throws', () => {
      expect(caughtFrom(() => open().executeScript('io.write("x")'))).toBe(broken);
    });

    test("the script's own error stays", () => {
      expect(() => open().executeScript('io.write("x") error("mine", 0)')).toThrow('mine');
    });

    test('a limit stays', async () => {
      const script = 'io.write("x") while true do end';
      expect(thrownBy(LuaLimitError, () => open().executeScript(script)).resource).toBe('instructions');
      await expect(open().executeScriptAsync(script)).rejects.toThrow(LuaLimitError);
    });

    test('so does the end of one that was suspended', async () => {
      const lua = new LuaContext({ wait: () => new Promise(() => {}) }, { ...withIo, print });
      const end = expect(lua.executeScriptAsync('io.write("x") wait()')).rejects.toThrow('execution aborted');
      lua.cancel();
      await end;
    });
  });
});

describe('setReadHandler', () => {
  function reading(handler: ReadHandler, options: LuaContextOptions = withIo): LuaContext {
    const lua = new LuaContext({}, options);
    lua.setReadHandler(handler);
    return lua;
  }

  test('without it the input is empty', () => {
    expect(new LuaContext({}, withIo).executeScript('return io.read("n")')).toBeNull();
    expect(new LuaContext({}, withIo).executeScript('return io.read("l", "l")')).toBeNull();
  });

  test('all of what is left is an empty text at the end of the input, also for a handler that returns null', () => {
    expect(new LuaContext({}, withIo).executeScript('return io.read("a", "*a")')).toEqual(['', '']);
    expect(reading(() => null).executeScript('return io.stdin:read("a")')).toBe('');
  });

  test('is told each format, and its text is what is read', () => {
    const formats: unknown[] = [];
    const lua = reading((format) => {
      formats.push(format);
      return String(format);
    });
    expect(lua.executeScript('return io.read(), io.read("L", "*a", 5), io.stdin:read("l")')).toEqual(
      ['l', 'L', 'a', '5', 'l'].slice(0, 1).concat(['L', 'l']),
    );
    expect(formats).toEqual(['l', 'L', 'a', 5, 'l']);
  });

  test.each([
    ['42', 42],
    [' 0x10 ', 16],
    ['-2.5', -2.5],
    ['no number', null],
    ['', null],
    ['1\0', null],
  ])('the text %j read as a number is %s', (text, value) => {
    expect(reading(() => text).executeScript('return io.read("n")')).toBe(value);
  });

  test('null is the end of the input, an empty string is not', () => {
    const lines = ['a', '', null];
    const lua = reading(() => lines.shift());
    expect(lua.executeScript('return { io.read(), io.read(), io.read() == nil }')).toEqual(['a', '', true]);
  });

  test('the first that fails is nil, and the rest is not read', () => {
    const lines = ['a', null, 'b'];
    const lua = reading(() => lines.shift());
    expect(lua.executeScript('return io.read("l", "l", "l")')).toEqual(['a', null]);
    expect(lines).toEqual(['b']);
  });

  test('io.lines reads to the end', () => {
    const lines = ['a', 'b', null];
    const lua = reading(() => lines.shift());
    expect(lua.executeScript('local t = {} for l in io.lines() do t[#t + 1] = l end return t')).toEqual([
      'a',
      'b',
    ]);
  });

  test('bytes arrive as they are', () => {
    const lua = reading(() => Uint8Array.from([255, 0]));
    expect(lua.executeScript('return io.read("a"):byte(1, -1)')).toEqual([255, 0]);
  });

  test('what it throws is thrown', () => {
    const broken = new Error('no input');
    const lua = reading(() => {
      throw broken;
    });
    expect(caughtFrom(() => lua.executeScript('io.read()'))).toBe(broken);
  });

  test('what is neither text nor bytes is an error', () => {
    const error = thrownBy(LuaError, () => reading(untyped(() => ({}))).executeScript('io.read()'));
    expect(error.message).toContain('the read handler returned a table');
  });

  test('the sandbox gets io.read alone, also after a reset', () => {
    const lua = reading(() => 'Ada', {});
    lua.reset();
    expect(
      lua.executeScript(
        'local names = {} for k in pairs(io) do names[#names + 1] = k end return io.read(), names',
      ),
    ).toEqual(['Ada', ['read']]);
  });

  test('an io of the script’s own is left alone', () => {
    const lua = new LuaContext();
    lua.executeScript('io = 42');
    lua.setReadHandler(() => 'x');
    expect(lua.getGlobal('io')).toBe(42);
  });

  test('an unknown format is refused', () => {
    expect(reading(() => 'x').executeScript('return pcall(io.read, "x")')).toEqual([
      false,
      "bad argument #1 to 'io.read' (invalid format)",
    ]);
  });
});

describe('setFileReader', () => {
  const bundle: Record<string, string | Uint8Array> = {
    '/lib/util.lua': '#!shell\nreturn { add = function(a, b) return a + b end, given = ... }',
    'main.lua': 'return ..., require("inner")',
    'modules/inner.lua': 'return "inner"',
  };

  function reader(options: LuaContextOptions): LuaContext {
    const lua = new LuaContext({}, options);
    lua.setFileReader((path) => bundle[path] ?? null);
    return lua;
  }

  describe.each([
    ['the sandbox', {}],
    ["libraries 'all'", { libraries: 'all' }],
  ] as const)('with %s', (_, options) => {
    test('dofile and loadfile read through it', () => {
      const lua = reader(options);
      expect(
        lua.executeScript("return dofile('/lib/util.lua').add(2, 3), loadfile('/lib/util.lua')('x').given"),
      ).toEqual([5, 'x']);
    });

    test('what it does not have is not there', () => {
      const lua = reader(options);
      expect(lua.executeScript("return loadfile('/nope.lua')")).toEqual([null, 'cannot open /nope.lua']);
      expect(lua.executeScript("return pcall(dofile, '/etc/passwd')")).toEqual([
        false,
        'cannot open /etc/passwd',
      ]);
    });

    test('it lasts over a reset', () => {
      const lua = reader(options);
      lua.reset();
      expect(lua.executeScript("return dofile('/lib/util.lua').add(2, 3)")).toBe(5);
    });
  });

  test('executeFile and the search paths of require read through it', () => {
    const lua = reader({});
    lua.addSearchPath('modules/?.lua');
    expect(lua.executeFile('main.lua', { args: [1] })).toEqual([1, 'inner', 'modules/inner.lua']);
  });

  test('executeFile reports what it does not have', () => {
    expect(caughtFrom(() => reader({}).executeFile('nope.lua'))).toMatchObject({
      code: 'ENOENT',
      message: "the file reader has no 'nope.lua'",
    });
  });

  test('with null files are read from the machine again', () => {
    const lua = reader({});
    lua.setFileReader(null);
    expect(lua.executeFile(folder.file('real.lua', 'return 7'))).toBe(7);
    expect(lua.executeScript("return loadfile('/lib/util.lua')")).toEqual([
      null,
      'cannot open /lib/util.lua: No such file or directory',
    ]);
  });

  test('an exception of it reaches the host', () => {
    const broken = new Error('bundle gone');
    const lua = new LuaContext();
    lua.setFileReader(() => {
      throw broken;
    });
    expect(caughtFrom(() => lua.executeScript("dofile('x')"))).toBe(broken);
  });

  test('bytecode is refused from it', () => {
    const compiled = new LuaContext().compile('return 1');
    const lua = new LuaContext();
    lua.setFileReader(() => compiled);
    lua.addSearchPath('?');
    expect(lua.executeScript("return loadfile('x', 'b')")).toEqual([
      null,
      "attempt to load a binary chunk (mode is 'none')",
    ]);
    expect(lua.executeScript("return select(2, pcall(require, 'x'))")).toContain(
      'attempt to load a binary chunk',
    );
  });
});
