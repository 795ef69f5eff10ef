/** Road map of lua-native, "File Execution": execute_file. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LuaContext, LuaError } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { thrownBy } from '../support/thrown.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

test('executeFile runs a file and returns its results', () => {
  expect(new LuaContext().executeFile(folder.file('sum.lua', 'return 1 + 1, "two"'))).toEqual([2, 'two']);
});

test('executeFile names the file and the line of an error', () => {
  const path = folder.file('bad.lua', '\nlocal x = nil + 1');
  expect(thrownBy(LuaError, () => new LuaContext().executeFile(path)).message).toContain('bad.lua:2:');
});

test('executeFile reports a missing file', () => {
  expect(() => new LuaContext().executeFile(join(folder.path, 'missing.lua'))).toThrow('ENOENT');
});

test('a file sees globals, host functions and modules of its context', () => {
  mkdirSync(join(folder.path, 'lib'));
  folder.file('lib/tax.lua', 'return function(amount) return amount * rate end');
  const lua = new LuaContext({ rate: 0.2, round: Math.round });
  lua.addSearchPath(join(folder.path, 'lib/?.lua'));
  expect(lua.executeFile(folder.file('main.lua', "return round(require('tax')(99))"))).toBe(20);
});
