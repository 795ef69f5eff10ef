import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, type LuaTable } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

function live(fields: string, metamethods = '', lua = new LuaContext()): LuaTable {
  return lua.executeScript<LuaTable>(`t = setmetatable({ ${fields} }, { ${metamethods} }) return t`);
}

describe('reading', () => {
  test('a field', () => {
    expect(live('a = 1')['a']).toBe(1);
  });

  test('a change that Lua makes', () => {
    const lua = new LuaContext();
    const table = live('a = 1', '', lua);
    lua.executeScript('t.a = 2');
    expect(table['a']).toBe(2);
  });

  test('a field that there is not', () => {
    expect(live('a = 1')['b']).toBeUndefined();
  });

  test('through __index as a function', () => {
    expect(live('', '__index = function(_, key) return key:upper() end')['name']).toBe('NAME');
  });

  test('through __index as a table', () => {
    expect(live('', '__index = { a = 1 }')['a']).toBe(1);
  });

  test('an error of __index', () => {
    const table = live('', '__index = function() error("no", 0) end');
    expect(thrownBy(LuaError, () => table['a']).message).toBe('no');
  });

  test('a number as a name', () => {
    expect(live('"first", "second"')[2]).toBe('second');
  });

  test('text that is a number wins over the number', () => {
    expect(live('"number", ["1"] = "text"')[1]).toBe('text');
  });

  test('a field that is a function, as a method', () => {
    const table = live('n = 3', '__index = { double = function(self) return self.n * 2 end }');
    expect((table['double'] as (self: LuaTable) => unknown)(table)).toBe(6);
  });

  test('a live table in it', () => {
    const table = live('inner = setmetatable({ a = 1 }, {})');
    expect((table['inner'] as LuaTable)['a']).toBe(1);
  });

  test('the same live table in it, each time', () => {
    const table = live('inner = setmetatable({ a = 1 }, {})');
    expect(table['inner']).toBe(table['inner']);
  });
});

describe('writing', () => {
  test('a field', () => {
    const lua = new LuaContext();
    live('', '', lua)['a'] = [1, 2];
    expect(lua.executeScript('return t.a[2]')).toBe(2);
  });

  test('through __newindex', () => {
    const lua = new LuaContext();
    live('', '__newindex = function(_, key, value) log = key .. value end', lua)['a'] = 'b';
    expect(lua.executeScript('return log, rawget(t, "a")')).toEqual(['ab', null]);
  });

  test('an error of __newindex', () => {
    const table = live('', '__newindex = function() error("read-only", 0) end');
    const write = () => {
      table['a'] = 1;
    };
    expect(thrownBy(LuaError, write).message).toBe('read-only');
  });

  test('by Object.assign', () => {
    const lua = new LuaContext();
    Object.assign(live('', '', lua), { a: 1, b: 2 });
    expect(lua.executeScript('return t.a + t.b')).toBe(3);
  });

  test('by Object.defineProperty', () => {
    const lua = new LuaContext();
    Object.defineProperty(live('', '', lua), 'a', {
      value: 1,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(lua.executeScript('return t.a')).toBe(1);
  });

  test('delete', () => {
    const lua = new LuaContext();
    const table = live('a = 1, b = 2', '', lua);
    delete table['a'];
    expect(lua.executeScript('return t.a, t.b')).toEqual([null, 2]);
  });

  test('a number as a name that the table has as a number', () => {
    const lua = new LuaContext();
    live('"first"', '', lua)[1] = 'changed';
    expect(lua.executeScript('return t[1], t["1"]')).toEqual(['changed', null]);
  });

  test('delete of a number as a name', () => {
    const table = live('"first"');
    delete table[1];
    expect(table[1]).toBeUndefined();
  });
});

describe('looking', () => {
  test.each([
    ['a', true],
    ['b', true],
    ['c', false],
  ])("'%s' in it: %s", (name, there) => {
    expect(name in live('a = 1', '__index = { b = 2 }')).toBe(there);
  });

  test('Object.keys', () => {
    expect(Object.keys(live('a = 1, b = 2, 10')).sort()).toEqual(['1', 'a', 'b']);
  });

  test('keys that cannot be names are not among them', () => {
    expect(Object.keys(live('a = 1, [true] = 2, [print] = 3'))).toEqual(['a']);
  });

  test('Object.entries', () => {
    expect(Object.entries(live('a = 1'))).toEqual([['a', 1]]);
  });

  test('a copy by spreading', () => {
    expect({ ...live('a = 1, b = { c = 2 }') }).toEqual({ a: 1, b: { c: 2 } });
  });

  test('JSON.stringify', () => {
    expect(JSON.stringify(live('a = 1, b = "x"', '__len = function() return 1 end')['a'])).toBe('1');
  });

  test('Object.hasOwn', () => {
    expect([Object.hasOwn(live('a = 1'), 'a'), Object.hasOwn(live('a = 1'), 'b')]).toEqual([true, false]);
  });

  test('a field that cannot be copied is there', () => {
    const lua = new LuaContext();
    lua.executeScript('c = {} c.c = c');
    expect('c' in live('c = c', '', lua)).toBe(true);
  });

  test('a field that cannot be copied has a key', () => {
    const lua = new LuaContext();
    lua.executeScript('c = {} c.c = c');
    expect(Object.keys(live('c = c', '', lua))).toEqual(['c']);
  });

  test('many keys', () => {
    const lua = new LuaContext();
    const table = lua.executeScript<LuaTable>(
      'local t = {} for i = 1, 300 do t["k" .. i] = i end return setmetatable(t, {})',
    );
    expect(Object.keys(table).length).toBe(300);
  });
});

describe('identity', () => {
  test('it returns to Lua as itself', () => {
    const lua = new LuaContext();
    const table = live('', '', lua);
    expect(lua.executeScript('return rawequal(..., t)', { args: [table] })).toBe(true);
  });

  test('it is the same object each time', () => {
    const lua = new LuaContext();
    expect(live('', '', lua)).toBe(lua.getGlobal('t'));
  });

  test('within a table that is copied', () => {
    const lua = new LuaContext();
    const table = live('', '', lua);
    expect(lua.executeScript<[unknown]>('return { t }')[0]).toBe(table);
  });

  test('its metamethods work when Lua has it back', () => {
    const lua = new LuaContext();
    const table = live('n = 1', '__add = function(a, b) return a.n + b end', lua);
    expect(lua.executeScript('return ... + 41', { args: [table] })).toBe(42);
  });

  test('getGlobalRef is a handle all the same', () => {
    const lua = new LuaContext();
    live('a = 1', '', lua);
    expect(lua.getGlobalRef('t').get('a')).toBe(1);
  });
});

describe('nothing of JavaScript shows through', () => {
  test.each([
    'then',
    'constructor',
    '__proto__',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'toJSON',
    'prototype',
  ])('%s is not there', (name) => {
    const table = live('a = 1');
    expect([Reflect.get(table, name), name in table]).toEqual([undefined, false]);
  });

  test('symbols are not there', () => {
    expect(Reflect.get(live('a = 1'), Symbol.iterator)).toBeUndefined();
  });

  test('it has no prototype', () => {
    expect(Object.getPrototypeOf(live('a = 1'))).toBeNull();
  });

  test('it gets no prototype', () => {
    expect(Reflect.setPrototypeOf(live(''), Array.prototype)).toBe(false);
  });

  test('it cannot be frozen', () => {
    expect(() => Object.freeze(live('a = 1'))).toThrow(TypeError);
  });

  test('writing __proto__ sets a field of that name', () => {
    const lua = new LuaContext();
    Reflect.set(live('', '', lua), '__proto__', 5);
    expect(lua.executeScript('return t.__proto__')).toBe(5);
  });

  test('waiting for it does not call its field then', async () => {
    const lua = new LuaContext();
    const table = live('["then"] = function() called = true end', '', lua);
    await table;
    expect(lua.getGlobal('called')).toBeNull();
  });

  test('waiting for it does not call what __index has for then', async () => {
    const lua = new LuaContext();
    const table = live('', '__index = function(_, name) return function() called = name end end', lua);
    await table;
    expect(lua.getGlobal('called')).toBeNull();
  });
});

test('a metamethod runs under the limits of the context', () => {
  const lua = new LuaContext({}, { maxInstructions: 10_000 });
  const table = live('', '__index = function() while true do end end', lua);
  expect(() => table['a']).toThrow(/^instruction limit exceeded/);
});
