import { afterAll, describe, expect, test } from 'vitest';
import { LuaContext, type LuaContextOptions, LuaSyntaxError } from '../../src/index.ts';
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
