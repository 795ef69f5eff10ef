import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaOptionError, type LuaTableHandle } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

function globalTable(source: string): { lua: LuaContext; table: LuaTableHandle } {
  const lua = new LuaContext();
  lua.executeScript(`t = ${source}`);
  return { lua, table: lua.getGlobalRef('t') };
}

describe('making a handle', () => {
  test('createTable makes an empty table', () => {
    expect(new LuaContext().createTable().pairs()).toEqual([]);
  });

  test.each([
    ['an object', { a: 1 }, [['a', 1]]],
    [
      'an array',
      ['x', 'y'],
      [
        [1, 'x'],
        [2, 'y'],
      ],
    ],
    ['a Map', new Map([[1.5, 'x']]), [[1.5, 'x']]],
  ])('createTable from %s', (_, initial, pairs) => {
    expect(new LuaContext().createTable(initial).pairs()).toEqual(pairs);
  });

  test.each([1, 'text', true, null, () => 1])('createTable from %s is refused', (initial) => {
    thrownBy(LuaOptionError, () => new LuaContext().createTable(initial));
  });

  test('getGlobalRef takes a dotted path', () => {
    const { lua } = globalTable('{ a = { b = { c = 1 } } }');
    expect(lua.getGlobalRef('t.a.b').get('c')).toBe(1);
  });

  test.each(['missing', 'print', 'x'])('getGlobalRef of %s, which is no table, is refused', (name) => {
    const lua = new LuaContext({ x: 1 });
    thrownBy(LuaOptionError, () => lua.getGlobalRef(name));
  });

  test('getGlobalRef of a table with a metatable', () => {
    const { table } = globalTable('setmetatable({}, { __index = { a = 1 } })');
    expect(table.get('a')).toBe(1);
  });
});

describe('fields', () => {
  test('what is set, scripts see', () => {
    const { lua, table } = globalTable('{}');
    table.set('a', { list: [1, 2] });
    expect(lua.executeScript('return t.a.list[2]')).toBe(2);
  });

  test('what scripts set, get sees', () => {
    const { lua, table } = globalTable('{}');
    lua.executeScript('t.a = 5');
    expect(table.get('a')).toBe(5);
  });

  test('a missing field is null', () => {
    expect(globalTable('{}').table.get('a')).toBeNull();
  });

  test.each([null, undefined])('setting %s removes', (nothing) => {
    const { table } = globalTable('{ a = 1 }');
    table.set('a', nothing);
    expect(table.keys()).toEqual([]);
  });

  test('1 and "1" are different keys', () => {
    const { table } = globalTable('{ [1] = "number", ["1"] = "string" }');
    expect([table.get(1), table.get('1')]).toEqual(['number', 'string']);
  });

  test.each([true, 1.5, -3, 2n ** 60n, 'text', '', 'a\0b', new Uint8Array([255, 254])])(
    'the key %s',
    (key) => {
      const { table } = globalTable('{}');
      table.set(key, 'value');
      expect(table.get(key)).toBe('value');
    },
  );

  test('a function as key', () => {
    const { table } = globalTable('{}');
    const key = () => 1;
    table.set(key, 'value');
    expect([table.get(key), table.keys()]).toEqual(['value', [key]]);
  });

  test('another table as key', () => {
    const { lua, table } = globalTable('{}');
    const key = lua.createTable();
    table.set(key, 'value');
    expect([table.get(key), table.get(lua.createTable())]).toEqual(['value', null]);
  });

  test.each([null, undefined, Number.NaN])('the key %s is an error', (key) => {
    const { table } = globalTable('{}');
    expect(caughtFrom(() => table.set(key, 1))).toBeInstanceOf(Error);
  });

  test('metamethods of reading and writing', () => {
    const { lua, table } = globalTable(
      'setmetatable({}, { __index = function(_, k) return k .. "!" end, __newindex = function(_, k, v) log = k .. v end })',
    );
    table.set('a', 'b');
    expect([table.get('x'), lua.getGlobal('log')]).toEqual(['x!', 'ab']);
  });

  test('an error in a metamethod comes out', () => {
    const { table } = globalTable('setmetatable({}, { __index = function() error("refused", 0) end })');
    expect(thrownBy(LuaError, () => table.get('x')).message).toBe('refused');
  });

  test.each([
    ['1', true],
    ['false', true],
    ['{}', true],
    ['print', true],
    ['nil', false],
  ])('has, of a field that is %s: %s', (value, there) => {
    expect(globalTable(`{ a = ${value} }`).table.has('a')).toBe(there);
  });

  test('has, of a table that contains itself', () => {
    const { lua, table } = globalTable('{}');
    lua.executeScript('t.t = t');
    expect(table.has('t')).toBe(true);
  });
});

describe('tables in tables', () => {
  test('getRef is the table itself', () => {
    const { lua, table } = globalTable('{ inner = { a = 1 } }');
    table.getRef('inner').set('a', 2);
    expect(lua.executeScript('return t.inner.a')).toBe(2);
  });

  test('get is a copy', () => {
    const { lua, table } = globalTable('{ inner = { a = 1 } }');
    table.get<{ a: number }>('inner').a = 2;
    expect(lua.executeScript('return t.inner.a')).toBe(1);
  });

  test.each(['nil', '1', '"text"', 'print'])('getRef of %s is a TypeError', (value) => {
    const { table } = globalTable(`{ inner = ${value} }`);
    expect(thrownBy(TypeError, () => table.getRef('inner')).message).toMatch(/inner/);
  });

  test('a handle returns to Lua as its table', () => {
    const { lua, table } = globalTable('{}');
    expect(lua.executeScript('return rawequal(..., t)', { args: [table] })).toBe(true);
  });

  test('a handle within an object returns to Lua as its table', () => {
    const { lua, table } = globalTable('{}');
    expect(lua.executeScript('return rawequal((...).list[1], t)', { args: [{ list: [table] }] })).toBe(true);
  });
});

describe('length', () => {
  test.each([
    ['{}', 0],
    ['{ 1, 2, 3 }', 3],
    ['setmetatable({}, { __len = function() return 42 end })', 42],
  ])('of %s: %i', (source, length) => {
    expect(globalTable(source).table.length()).toBe(length);
  });
});

describe('release', () => {
  test('twice is fine', () => {
    const { table } = globalTable('{}');
    table.release();
    expect(() => table.release()).not.toThrow();
  });

  test('by the context', () => {
    const { lua, table } = globalTable('{}');
    lua.release(table);
    expect(lua.info().heldValues).toBe(0);
  });

  test('by using', () => {
    const lua = new LuaContext({ t: {} });
    {
      using table = lua.getGlobalRef('t');
      table.set('a', 1);
    }
    expect(lua.info().heldValues).toBe(0);
  });

  test('of one of two handles of a table leaves the other', () => {
    const { lua, table } = globalTable('{ a = 1 }');
    lua.getGlobalRef('t').release();
    lua.executeScript('t = nil collectgarbage()');
    expect(table.get('a')).toBe(1);
  });

  test('lets Lua collect the table', () => {
    const lua = new LuaContext();
    lua.executeScript('t = setmetatable({}, { __gc = function() collected = true end })');
    const table = lua.getGlobalRef('t');
    lua.executeScript('t = nil collectgarbage()');
    const before = lua.getGlobal('collected');
    table.release();
    lua.executeScript('collectgarbage()');
    expect([before, lua.getGlobal('collected')]).toEqual([null, true]);
  });

  test('of what is no value of Lua does nothing', () => {
    expect(() => new LuaContext().release({})).not.toThrow();
  });

  test('of a primitive does nothing', () => {
    expect(() => new LuaContext().release(untyped(1))).not.toThrow();
  });

  test('of a function that arrives again in the same execution leaves the new one', () => {
    let kept: unknown;
    const lua = new LuaContext({
      drop: (fn: object) => lua.release(fn),
      keep: (fn: unknown) => {
        kept = fn;
      },
    });
    lua.executeScript('local f = function() return 42 end drop(f) keep(f)');
    lua.executeScript('collectgarbage()');
    expect((kept as () => unknown)()).toBe(42);
  });

  test("of another context's function leaves one's own alone", () => {
    const [one, other] = [new LuaContext(), new LuaContext()];
    const mine = one.executeScript<() => unknown>('return function() return "mine" end');
    const theirs = other.executeScript<() => unknown>('return function() return "theirs" end');
    caughtFrom(() => one.release(theirs));
    one.executeScript('collectgarbage()');
    expect([mine(), theirs()]).toEqual(['mine', 'theirs']);
  });
});
