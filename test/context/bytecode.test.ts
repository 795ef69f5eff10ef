import { afterAll, describe, expect, test } from 'vitest';
import {
  LuaContext,
  type LuaContextOptions,
  LuaError,
  LuaOptionError,
  LuaSyntaxError,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { thrownBy } from '../support/thrown.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

/** The bytes of `return 42`, compiled. */
const bytecode = new LuaContext({}, { libraries: 'all' }).executeScript<number[]>(
  'return { string.dump(load("return 42")):byte(1, -1) }',
);

/** What `load` makes of the compiled chunk: the function's result, or the message. */
function load(options: LuaContextOptions, expression: string): unknown {
  const lua = new LuaContext({}, options);
  lua.setGlobal('bytecode', bytecode);
  lua.executeScript('bytecode = string.char(table.unpack(bytecode))');
  return lua.executeScript(`
    local loaded, message = ${expression}
    if loaded then return loaded() end
    return message`);
}

const doors = [
  ["mode 'b'", "load(bytecode, 'chunk', 'b')", 'none'],
  ["mode 'bt'", "load(bytecode, 'chunk', 'bt')", 't'],
  ['mode nil', "load(bytecode, 'chunk', nil)", 't'],
  ['no mode', 'load(bytecode)', 't'],
  ['a reader', "load(coroutine.wrap(function() coroutine.yield(bytecode) end), 'chunk', 'bt')", 't'],
] as const;

describe.each<[string, LuaContextOptions]>([
  ['the sandbox', {}],
  ["libraries 'safe'", { libraries: 'safe' }],
  ["libraries 'all'", { libraries: 'all' }],
  ['allowBytecode: false', { libraries: 'all', allowBytecode: false }],
])('with %s', (_, options) => {
  test.each(doors)('load refuses bytecode: %s', (_, expression, mode) => {
    expect(load(options, expression)).toBe(`attempt to load a binary chunk (mode is '${mode}')`);
  });

  test("load takes text with mode 'bt'", () => {
    expect(load(options, "load('return 1', 'chunk', 'bt')")).toBe(1);
  });

  test("load refuses text with mode 'b'", () => {
    expect(load(options, "load('return 1', 'chunk', 'b')")).toMatch(/^attempt to load a text chunk/);
  });
});

describe.each<[string, LuaContextOptions]>([
  ["libraries 'all'", { libraries: 'all', allowBytecode: true }],
  ['a list of libraries', { libraries: ['base', 'string', 'table', 'coroutine'], allowBytecode: true }],
  ['allowBytecode: true in the sandbox', { allowBytecode: true }],
])('with %s', (_, options) => {
  test.each(doors)('load takes bytecode: %s', (_, expression) => {
    expect(load(options, expression)).toBe(42);
  });
});

test('string.dump is absent in the sandbox', () => {
  expect(new LuaContext().executeScript('return string.dump, ("").dump')).toEqual([null, null]);
});

describe('executeScript and executeFile take text alone, whatever allowBytecode says', () => {
  const lua = new LuaContext({}, { libraries: 'all', allowBytecode: true });

  test('a script that starts as bytecode does', () => {
    const error = thrownBy(LuaSyntaxError, () => lua.executeScript('\x1bLua'));
    expect(error.message).toBe("attempt to load a binary chunk (mode is 't')");
  });

  test('a compiled file', () => {
    const path = folder.file('compiled.luac', Uint8Array.from(bytecode));
    const error = thrownBy(LuaSyntaxError, () => lua.executeFile(path));
    expect(error.message).toBe("attempt to load a binary chunk (mode is 't')");
  });
});

describe('compile', () => {
  const lua = new LuaContext({}, { allowBytecode: true });

  test('makes bytecode that loadBytecode turns into a function', () => {
    const code = lua.compile('local a, b = ... return a + b, ...');
    expect(code).toBeInstanceOf(Uint8Array);
    expect(lua.loadBytecode(code)(2, 3)).toEqual([5, 2, 3]);
  });

  test('works in the sandbox, where scripts have no string.dump', () => {
    expect(new LuaContext().compile('return 1').subarray(0, 4)).toEqual(Uint8Array.from([27, 76, 117, 97]));
  });

  test('makes the same bytes as string.dump', () => {
    const dumped = new LuaContext({}, { libraries: 'all' }).executeScript<number[]>(
      'return { string.dump(load("return 42", "=x")):byte(1, -1) }',
    );
    expect([...lua.compile('return 42', { chunkName: '=x' })]).toEqual(dumped);
  });

  test('takes bytes as well as text', () => {
    const source = Uint8Array.from([...Buffer.from('return "'), 0xff, ...Buffer.from('"')]);
    const binary = new LuaContext({}, { allowBytecode: true, binaryStrings: true });
    expect(binary.loadBytecode(binary.compile(source))()).toEqual(Uint8Array.from([0xff]));
  });

  test('keeps names and lines for messages', () => {
    const fn = lua.loadBytecode(lua.compile('\nerror("no")', { chunkName: '@file.lua' }));
    expect(thrownBy(LuaError, fn).message).toBe('file.lua:2: no');
  });

  test('leaves them out with stripDebug, and is smaller', () => {
    const source = 'local long_name = 1\nerror("no" .. long_name)';
    const stripped = lua.compile(source, { stripDebug: true });
    expect(stripped.length).toBeLessThan(lua.compile(source).length);
    expect(thrownBy(LuaError, lua.loadBytecode(stripped)).message).toBe('no1');
  });

  test('refuses what is not Lua', () => {
    const error = thrownBy(LuaSyntaxError, () => lua.compile('x = = 1', { chunkName: '=mine' }));
    expect(error).toMatchObject({ chunk: 'mine', line: 1 });
  });

  test('refuses bytecode, which is not source', () => {
    expect(() => lua.compile(lua.compile('return 1'))).toThrow(LuaSyntaxError);
  });

  test('is held to the limits of the context', () => {
    const strict = new LuaContext({}, { maxMemory: '200KB' });
    expect(() => strict.compile(`return { ${'{},'.repeat(20_000)} }`)).toThrow('not enough memory');
  });

  test.each([
    ['source', 5, undefined],
    ['options', '', 5],
    ['options', '', { strip: true }],
    ['stripDebug', '', { stripDebug: 1 }],
    ['chunkName', '', { chunkName: 1 }],
  ])('refuses a wrong %s', (option, source, options) => {
    const error = thrownBy(LuaOptionError, () => lua.compile(untyped(source), untyped(options)));
    expect(error.message.startsWith(`${option} is `)).toBe(true);
  });
});

describe('compileFile', () => {
  const lua = new LuaContext({}, { allowBytecode: true });

  test('compiles a file, whose name it keeps', () => {
    const path = folder.file('compiled.lua', '#!shell\nerror("no", 1)');
    expect(thrownBy(LuaError, lua.loadBytecode(lua.compileFile(path))).message).toMatch(
      /compiled\.lua:2: no$/,
    );
  });

  test('reads through the file reader', () => {
    const other = new LuaContext({}, { allowBytecode: true });
    other.setFileReader((path) => (path === 'a.lua' ? 'return "a"' : null));
    expect(other.loadBytecode(other.compileFile('a.lua', { stripDebug: true }))()).toBe('a');
  });

  test('reports a file that is not there', () => {
    expect(thrownBy(Error, () => lua.compileFile('missing.lua'))).toMatchObject({ code: 'ENOENT' });
  });
});

describe('loadBytecode', () => {
  const code = new LuaContext().compile('return 42', { chunkName: '=x' });
  const lua = new LuaContext({}, { allowBytecode: true });
  const changed = (at: number, value: number) => {
    const copy = code.slice();
    copy[at] = value;
    return copy;
  };

  test('needs the option allowBytecode, and says so', () => {
    const error = thrownBy(LuaOptionError, () => new LuaContext().loadBytecode(code));
    expect(error.message).toContain('allowBytecode is false, but must be true for loadBytecode');
  });

  test('works in many contexts, and again after a reset', () => {
    const other = new LuaContext({}, { allowBytecode: true, libraries: 'none' });
    expect(other.loadBytecode(code)()).toBe(42);
    other.reset();
    expect(other.loadBytecode(code)()).toBe(42);
  });

  test.each([
    ['another version of Lua', changed(4, 0x54), 'mine: bad binary format (version mismatch)'],
    ['another format', changed(5, 1), 'mine: bad binary format (format mismatch)'],
    [
      'text for bytes, as a transfer may leave it',
      changed(6, 0x3f),
      'mine: bad binary format (corrupted chunk)',
    ],
    ['bytecode that is cut short', code.subarray(0, 40), 'mine: bad binary format (truncated chunk)'],
    ['an empty file', new Uint8Array(), "attempt to load a text chunk (mode is 'b')"],
    ['source', Buffer.from('return 1'), "attempt to load a text chunk (mode is 'b')"],
  ])('refuses %s with the reason', (_, bytes, message) => {
    const error = thrownBy(LuaSyntaxError, () => lua.loadBytecode(bytes, '=mine'));
    expect(error.message).toContain(message);
  });

  test('refuses what is not bytes', () => {
    expect(() => lua.loadBytecode(untyped('return 1'))).toThrow('bytecode is ');
    expect(() => lua.loadBytecode(code, untyped(5))).toThrow('chunkName is ');
  });
});

describe('bytecode from files', () => {
  folder.file('chunk.luac', new LuaContext().compile('return "compiled"'));
  const filesystem = { '/d': { path: folder.path } };
  const doors = [
    "(loadfile('/d/chunk.luac') or error('refused'))()",
    "dofile('/d/chunk.luac')",
    "(function() package.path = '/d/?.luac' return (require('chunk')) end)()",
  ];

  test.each(doors)('is refused without allowBytecode: %s', (door) => {
    const lua = new LuaContext({}, { libraries: 'all', filesystem });
    expect(() => lua.executeScript(`return ${door}`)).toThrow(LuaError);
  });

  test.each(doors)('is taken with it: %s', (door) => {
    const lua = new LuaContext({}, { libraries: 'all', filesystem, allowBytecode: true });
    expect(lua.executeScript(`return ${door}`)).toBe('compiled');
  });

  test('is refused by search paths without it', () => {
    const lua = new LuaContext();
    lua.addSearchPath(`${folder.path}/?.luac`);
    expect(() => lua.executeScript("require('chunk')")).toThrow('attempt to load a binary chunk');
  });
});
