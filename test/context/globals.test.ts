import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError, LuaError, LuaLimitError, LuaOptionError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

function contextWith(script: string): LuaContext {
  const lua = new LuaContext();
  lua.executeScript(script);
  return lua;
}

const withFields = "proxy = setmetatable({}, { __index = function(_, key) return key .. '!' end })";

describe('getGlobal', () => {
  test('returns a global variable', () => {
    expect(contextWith('x = 5').getGlobal('x')).toBe(5);
  });

  test('follows a dotted path', () => {
    expect(contextWith("config = { db = { host = 'here' } }").getGlobal('config.db.host')).toBe('here');
  });

  test('returns null for a variable that is nil', () => {
    expect(new LuaContext().getGlobal('missing')).toBeNull();
  });

  test('returns null where a table on the way is nil', () => {
    expect(contextWith('a = {}').getGlobal('a.b.c.d')).toBeNull();
  });

  test('returns false as false', () => {
    expect(contextWith('flag = false').getGlobal('flag')).toBe(false);
  });

  test('obeys __index', () => {
    expect(contextWith(withFields).getGlobal('proxy.field')).toBe('field!');
  });

  test('an array is one value, not several results', () => {
    expect(contextWith('list = { 1, 2 }').getGlobal('list')).toEqual([1, 2]);
  });

  test('a path through a number says where it ends', () => {
    const lua = contextWith('a = { b = 5 }');
    const error = thrownBy(LuaError, () => lua.getGlobal('a.b.c.d'));
    expect(error.message).toBe("'a.b' is a number value, not a table");
  });

  test('an __index that loops ends by the limits of the context', () => {
    const lua = new LuaContext({}, { maxInstructions: 10_000 });
    lua.executeScript('t = setmetatable({}, { __index = function() while true do end end })');
    expect(thrownBy(LuaLimitError, () => lua.getGlobal('t.x')).resource).toBe('instructions');
  });
});

describe('setGlobal', () => {
  test('sets a variable that scripts see', () => {
    const lua = new LuaContext();
    lua.setGlobal('x', { list: [1, 2] });
    expect(lua.executeScript('return x.list[2]')).toBe(2);
  });

  test('makes the tables on the way', () => {
    const lua = new LuaContext();
    lua.setGlobal('a.b.c', 1);
    expect(lua.executeScript('return a')).toEqual({ b: { c: 1 } });
  });

  test('keeps the other fields of the tables on the way', () => {
    const lua = contextWith('a = { kept = 1, b = { kept = 2 } }');
    lua.setGlobal('a.b.c', 3);
    expect(lua.getGlobal('a')).toEqual({ kept: 1, b: { kept: 2, c: 3 } });
  });

  test.each([null, undefined])('%s removes a variable', (nothing) => {
    const lua = contextWith('x = 5');
    lua.setGlobal('x', nothing);
    expect(lua.executeScript('return x == nil')).toBe(true);
  });

  test('sets a host function in a library', () => {
    const lua = new LuaContext();
    lua.setGlobal('math.twice', (n: number) => 2 * n);
    expect(lua.executeScript('return math.twice(4)')).toBe(8);
  });

  test('obeys __newindex', () => {
    const lua = contextWith('t = setmetatable({}, { __newindex = function(_, k, v) seen = { k, v } end })');
    lua.setGlobal('t.key', 'value');
    expect(lua.getGlobal('seen')).toEqual(['key', 'value']);
  });

  test('a path that ends in a value without fields says which', () => {
    const error = thrownBy(LuaError, () => contextWith('x = true').setGlobal('x.y', 1));
    expect(error.message).toBe("'x' is a boolean value, not a table");
  });

  test('a path through a value without fields says which', () => {
    const error = thrownBy(LuaError, () => contextWith('a = { b = print }').setGlobal('a.b.c.d', 1));
    expect(error.message).toBe("'a.b' is a function value, not a table");
  });

  test('a value that cannot be passed leaves the variable as it was', () => {
    const lua = contextWith('x = 5');
    thrownBy(LuaConversionError, () => lua.setGlobal('x', untyped(Symbol('s'))));
    expect(lua.getGlobal('x')).toBe(5);
  });

  test('a value beyond the memory limit is a memory error', () => {
    const lua = new LuaContext({}, { maxMemory: '1MB' });
    const error = thrownBy(LuaLimitError, () => lua.setGlobal('x', 'x'.repeat(2 ** 21)));
    expect(error.resource).toBe('memory');
  });
});

describe.each([
  ['getGlobal', (path: string) => new LuaContext().getGlobal(path)],
  ['setGlobal', (path: string) => new LuaContext().setGlobal(path, 1)],
])('%s refuses', (_, access) => {
  test.each(['a..b', '.a', 'a.', '.'])('the path %s, which has an empty part', (path) => {
    const error = thrownBy(LuaOptionError, () => access(path));
    expect(error.message).toBe(`path is '${path}', but must be a dotted path without empty parts`);
  });

  test.each([
    ['an empty path', ''],
    ['undefined', undefined],
    ['a number', 5],
    ['an array', ['a']],
  ])('%s', (_, path) => {
    const error = thrownBy(LuaOptionError, () => access(untyped(path)));
    expect(error.message).toMatch(/^path is .*, but must be a name such as 'x' or 'a\.b\.c'$/);
  });
});
