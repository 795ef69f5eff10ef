import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaOptionError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

describe('the road map', () => {
  test('a field of nested tables is set and read by its path', () => {
    const lua = new LuaContext();
    lua.setGlobal('config.db.host', 'localhost');
    expect(lua.getGlobal('config.db.host')).toBe('localhost');
  });

  test('tables on the way that are missing are made', () => {
    const lua = new LuaContext();
    lua.setGlobal('a.b.c', 1);
    expect(lua.executeScript('return type(a), type(a.b), a.b.c')).toEqual(['table', 'table', 1]);
  });

  test('tables on the way that are there are kept', () => {
    const lua = new LuaContext();
    lua.executeScript('config = { db = { port = 5432 } }');
    lua.setGlobal('config.db.host', 'localhost');
    expect(lua.executeScript('return config.db.port, config.db.host')).toEqual([5432, 'localhost']);
  });

  test('a path through a table that is missing reads as null', () => {
    expect(new LuaContext().getGlobal('no.such.thing')).toBe(null);
  });

  test('a path through a value that has no fields is an error which names it', () => {
    const lua = new LuaContext({ config: 7 });
    expect(thrownBy(LuaError, () => lua.getGlobal('config.db')).message).toContain(
      "'config' is a number value",
    );
    expect(thrownBy(LuaError, () => lua.setGlobal('config.db', 1)).message).toContain(
      "'config' is a number value",
    );
  });

  test('a function is called by its path', () => {
    expect(new LuaContext().call('string.rep', 'ab', 2)).toBe('abab');
  });

  test.each(['', '.', 'a.', '.a', 'a..b'])("'%s' is not a path", (path) => {
    expect(thrownBy(LuaOptionError, () => new LuaContext().getGlobal(path)).message).toContain('path');
  });
});
