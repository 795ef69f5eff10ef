import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LuaContext, LuaOptionError } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { caughtFrom } from '../support/thrown.ts';

const folder = new TemporaryFolder();
const options = {
  filesystem: { '/data': { path: folder.path, write: true } },
  workingFolder: '/data/sub',
} as const;
const read = 'local f <close> = assert(io.open(...)) return f:read("a")';

beforeAll(() => {
  mkdirSync(join(folder.path, 'sub'));
  folder.file('outer.txt', 'outer');
  folder.file('sub/inner.txt', 'inner');
});

afterAll(() => folder.remove());

function reads(lua: LuaContext, name: string): unknown {
  return lua.executeScript(read, { args: [name] });
}

describe('the option workingFolder', () => {
  const lua = new LuaContext({}, options);

  test('is where relative names begin', () => {
    expect([reads(lua, 'inner.txt'), reads(lua, '../outer.txt'), reads(lua, '/data/outer.txt')]).toEqual([
      'inner',
      'outer',
      'outer',
    ]);
  });

  test('holds for os.rename, os.remove and dofile', () => {
    folder.file('sub/a.lua', 'return 42');
    expect(
      lua.executeScript('os.rename("a.lua", "b.lua") local r = dofile("b.lua") os.remove("b.lua") return r'),
    ).toBe(42);
    expect(lua.executeScript('return (io.open("b.lua"))')).toBeNull();
  });

  test('is named in messages as the script named it', () => {
    expect(lua.executeScript('return (select(2, io.open("none.txt")))')).toBe(
      'none.txt: No such file or directory',
    );
  });

  test('lets no name out of the mounts', () => {
    expect(lua.executeScript('return (io.open("../../../etc/passwd"))')).toBeNull();
    expect(lua.executeScript('return (io.open(("../"):rep(900) .. "etc/passwd"))')).toBeNull();
    expect(lua.executeScript('return (io.open(("x"):rep(100000)))')).toBeNull();
  });

  test('is that of the context after a reset, a restore and a fork', () => {
    const snapshot = new LuaContext({}, { ...options, workingFolder: '/data' }).snapshot();
    expect(reads(lua.fork(), 'inner.txt')).toBe('inner');
    lua.restore(snapshot);
    expect(reads(lua, 'inner.txt')).toBe('inner');
    lua.reset();
    lua.reset();
    expect(reads(lua, 'inner.txt')).toBe('inner');
  });

  test.each(['data', '', 7, `/${'x'.repeat(1000)}`, '/a\0b'])('is not %s', (workingFolder) => {
    const make = () => new LuaContext({}, { ...options, workingFolder: workingFolder as string });
    expect(caughtFrom(make)).toBeInstanceOf(LuaOptionError);
  });
});
