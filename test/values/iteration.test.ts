import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, type LuaTable, type LuaTableHandle, type LuaValue } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

function list(size: number): { lua: LuaContext; table: LuaTableHandle } {
  const lua = new LuaContext({}, { profile: 'unlimited' });
  lua.executeScript(`t = {} for i = 1, ${size} do t[i] = i * 2 end`);
  return { lua, table: lua.getGlobalRef('t') };
}

/** The entries, but no more than a few thousand of them. */
function capped(table: LuaTableHandle): [LuaValue, LuaValue][] {
  const entries: [LuaValue, LuaValue][] = [];
  for (const entry of table) if (entries.push(entry) > 5_000) break;
  return entries;
}

const doubled = (size: number) => Array.from({ length: size }, (_, i) => [i + 1, (i + 1) * 2]);

describe.each([0, 1, 63])('%i entries', (size) => {
  test('pairs', () => {
    expect(list(size).table.pairs()).toEqual(doubled(size));
  });

  test('keys', () => {
    expect(list(size).table.keys()).toEqual(doubled(size).map(([key]) => key));
  });

  test('iteration', () => {
    expect(capped(list(size).table)).toEqual(doubled(size));
  });

  test('iteration leaves nothing held', () => {
    const { lua, table } = list(size);
    const before = lua.info().heldValues;
    for (const entry of table) void entry;
    expect(lua.info().heldValues).toBe(before);
  });
});

describe.each([64, 65, 127, 128, 129, 1_000])('%i entries', (size) => {
  test('iteration', () => {
    expect(capped(list(size).table)).toEqual(doubled(size));
  });
});

describe.each([65, 127, 129, 1_000])('%i entries', (size) => {
  test('pairs', () => {
    expect(list(size).table.pairs()).toEqual(doubled(size));
  });

  test('keys', () => {
    expect(list(size).table.keys()).toEqual(doubled(size).map(([key]) => key));
  });
});

describe.each([63, 64, 65, 129, 1_000])('%i entries', (size) => {
  test('ipairs', () => {
    expect(list(size).table.ipairs()).toEqual(doubled(size));
  });
});

test('many entries with text for keys', () => {
  const lua = new LuaContext();
  const table = lua.createTable(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i])));
  expect(Object.fromEntries(table.pairs())).toEqual(
    Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i])),
  );
});

test('keys of all kinds', () => {
  const lua = new LuaContext({ host: () => 1 });
  const host = lua.getGlobal('host');
  lua.executeScript(
    't = { [1] = "a", [1.5] = "b", [true] = "c", x = "d", [math.mininteger] = "e", [host] = "f" }',
  );
  const found = new Map(lua.getGlobalRef('t').pairs());
  const expected = new Map<unknown, LuaValue>([
    [1, 'a'],
    [1.5, 'b'],
    [true, 'c'],
    ['x', 'd'],
    [-(2n ** 63n), 'e'],
    [host, 'f'],
  ]);
  expect(found).toEqual(expected);
});

test('pairs does not go through metamethods', () => {
  const lua = new LuaContext();
  lua.executeScript(
    't = setmetatable({ a = 1 }, { __pairs = function() error("called") end, __index = { b = 2 } })',
  );
  expect(lua.getGlobalRef('t').pairs()).toEqual([['a', 1]]);
});

test('ipairs stops at the first nil', () => {
  const lua = new LuaContext();
  lua.executeScript('t = { 1, 2, nil, 4 }');
  expect(lua.getGlobalRef('t').ipairs()).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('ipairs goes through __index', () => {
  const lua = new LuaContext();
  lua.executeScript('t = setmetatable({}, { __index = function(_, i) if i <= 3 then return i * i end end })');
  expect(lua.getGlobalRef('t').ipairs()).toEqual([
    [1, 1],
    [2, 4],
    [3, 9],
  ]);
});

describe('stopping early', () => {
  test('leaves nothing held', () => {
    const { lua, table } = list(500);
    const before = lua.info().heldValues;
    for (const [key] of table) if (key === 10) break;
    expect(lua.info().heldValues).toBe(before);
  });

  test('by an error leaves nothing held', () => {
    const { lua, table } = list(500);
    const before = lua.info().heldValues;
    expect(() => {
      for (const _ of table) throw new Error('enough');
    }).toThrow('enough');
    expect(lua.info().heldValues).toBe(before);
  });
});

describe('while iterating', () => {
  test('fields may be changed', () => {
    const { table } = list(50);
    for (const [key] of table) table.set(key, 'changed');
    expect(table.get(50)).toBe('changed');
  });

  test('fields may be removed', () => {
    const { table } = list(50);
    for (const [key] of table) table.set(key, null);
    expect(table.pairs()).toEqual([]);
  });

  test('many fields may be removed', () => {
    const { table } = list(500);
    for (const [key] of table) table.set(key, null);
    expect(table.pairs()).toEqual([]);
  });

  test('scripts may run', () => {
    const { lua, table } = list(60);
    let sum = 0;
    for (const [, value] of table)
      sum += lua.executeScript<number>('collectgarbage() return ... + 1', { args: [value] });
    expect(sum).toBe(60 * 61 + 60);
  });

  test('a second iteration of the same table', () => {
    const { table } = list(40);
    let count = 0;
    for (const _ of table) for (const _inner of table) count++;
    expect(count).toBe(1_600);
  });
});

describe('entries that cannot be copied', () => {
  test('do not keep keys from being told', () => {
    const lua = new LuaContext();
    lua.executeScript('t = { a = 1 } t.t = t');
    expect(lua.getGlobalRef('t').keys().sort()).toEqual(['a', 't']);
  });

  test('as keys fail where keys are asked for', () => {
    const lua = new LuaContext();
    lua.executeScript('k = {} k.k = k t = { [k] = 1 }');
    thrownBy(LuaError, () => lua.getGlobalRef('t').keys());
  });

  test.each([63, 64, 65, 128, 200])('do not keep the names of %i fields from being told', (count) => {
    const lua = new LuaContext();
    const table = lua.executeScript<LuaTable>(
      `local t = setmetatable({}, {})
      for i = 1, ... do local k = {} k.k = k t[k] = i t["a" .. i] = k end
      return t`,
      { args: [count] },
    );
    expect(Object.keys(table).length).toBe(count);
  });
});
