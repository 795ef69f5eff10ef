/** Road map of lua-native, "Bytecode Precompilation": compile, compile_file, load_bytecode. */
import { afterAll, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());
const source = 'local factor = 2\nreturn function(x) return x * factor end';

test('compile makes bytecode that loadBytecode turns into a function', () => {
  const lua = new LuaContext({}, { allowBytecode: true });
  const double = lua.loadBytecode(lua.compile(source))() as (x: number) => number;
  expect(double(21)).toBe(42);
});

test('compileFile does so with a file', () => {
  const lua = new LuaContext({}, { allowBytecode: true });
  expect(lua.loadBytecode(lua.compileFile(folder.file('x.lua', 'return 7')))()).toBe(7);
});

test('stripDebug makes it smaller', () => {
  const lua = new LuaContext();
  expect(lua.compile(source, { stripDebug: true }).length).toBeLessThan(lua.compile(source).length);
});

test('what one context compiled many can load', () => {
  const code = new LuaContext().compile('return ...');
  const results = [1, 2, 3].map((n) => new LuaContext({}, { allowBytecode: true }).loadBytecode(code)(n));
  expect(results).toEqual([1, 2, 3]);
});

test('a context without allowBytecode loads none', () => {
  const lua = new LuaContext();
  expect(() => lua.loadBytecode(lua.compile(source))).toThrow('allowBytecode');
});
