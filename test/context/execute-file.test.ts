import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaLimitError, LuaOptionError, LuaSyntaxError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { thrownBy } from '../support/thrown.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());
const lua = new LuaContext();

describe('a file', () => {
  test('runs as a script of its text', () => {
    expect(lua.executeFile(folder.file('plain.lua', 'return 1, "zwölf"'))).toEqual([1, 'zwölf']);
  });

  test('gets args', () => {
    expect(lua.executeFile(folder.file('args.lua', 'return ...'), { args: [1, 2] })).toEqual([1, 2]);
  });

  test('is named in messages by its path', () => {
    const path = folder.file('fails.lua', '\nerror("no")');
    expect(thrownBy(LuaError, () => lua.executeFile(path)).traceback).toContain('fails.lua:2: in main chunk');
  });

  test('is named as chunkName says', () => {
    const path = folder.file('named.lua', 'error("no")');
    const error = thrownBy(LuaError, () => lua.executeFile(path, { chunkName: '=mine' }));
    expect(error.message).toBe('mine:1: no');
  });

  test('runs under limits', () => {
    const path = folder.file('endless.lua', 'while true do end');
    const run = () => lua.executeFile(path, { limits: { maxInstructions: 1_000 } });
    expect(thrownBy(LuaLimitError, run).resource).toBe('instructions');
  });

  test('that is empty is a script', () => {
    expect(lua.executeFile(folder.file('empty.lua', ''))).toBeUndefined();
  });

  test('may start with a line for the shell', () => {
    expect(lua.executeFile(folder.file('shell.lua', '#!/usr/bin/env lua\nreturn 5'))).toBe(5);
  });

  test('keeps its line numbers when the first line is one for the shell', () => {
    const path = folder.file('shell-fails.lua', '#!/usr/bin/env lua\nerror("no")');
    const error = thrownBy(LuaError, () => lua.executeFile(path, { chunkName: '=mine' }));
    expect(error.message).toBe('mine:2: no');
  });

  test('may start with a byte order mark', () => {
    expect(lua.executeFile(folder.file('mark.lua', '\ufeffreturn 6'))).toBe(6);
  });

  test('may hold bytes that are not UTF-8', () => {
    const bytes = Buffer.from('return #"\xff\xfe", ("\xe9"):byte()', 'latin1');
    expect(lua.executeFile(folder.file('latin1.lua', bytes))).toEqual([2, 0xe9]);
  });
});

describe('no script', () => {
  test('a file that does not exist is the error of the file system', () => {
    const path = join(folder.path, 'missing.lua');
    const error = thrownBy(Error, () => lua.executeFile(path));
    expect(error).toMatchObject({ code: 'ENOENT', message: expect.stringContaining(path) });
  });

  test('a directory is refused as one', () => {
    const error = thrownBy(Error, () => lua.executeFile(folder.path));
    expect(error).toMatchObject({ code: 'EISDIR', message: `'${folder.path}' is a directory, not a file` });
  });

  test('a file that is not Lua is a syntax error with its path and line', () => {
    const path = folder.file('broken.lua', '\n\nx = = 1');
    const chunkName = '@broken.lua';
    expect(thrownBy(LuaSyntaxError, () => lua.executeFile(path, { chunkName }))).toMatchObject({
      chunk: 'broken.lua',
      line: 3,
    });
  });

  test.each([
    ['undefined', undefined],
    ['a number', 5],
    ['a URL', new URL('file:///x.lua')],
  ])('%s is not a path', (_, path) => {
    const error = thrownBy(LuaOptionError, () => lua.executeFile(untyped(path)));
    expect(error.message).toMatch(/^path is .*, but must be the name of a file$/);
  });
});
