import { describe, expect, test } from 'vitest';
import { LuaContext, LuaOptionError, type LuaTable } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

describe('the target', () => {
  test('a global by its name', () => {
    const lua = new LuaContext({ t: {} });
    lua.setMetatable('t', { __index: () => 'default' });
    expect(lua.executeScript('return t.x')).toBe('default');
  });

  test('a dotted path', () => {
    const lua = new LuaContext({ a: { b: {} } });
    lua.setMetatable('a.b', { __len: () => 7 });
    expect(lua.executeScript('return #a.b')).toBe(7);
  });

  test('a handle', () => {
    const lua = new LuaContext();
    const table = lua.createTable();
    lua.setMetatable(table, { __index: () => 'default' });
    expect(table.get('x')).toBe('default');
  });

  test('a live table', () => {
    const lua = new LuaContext();
    const table = lua.executeScript<LuaTable>('return setmetatable({}, { __index = { a = 1 } })');
    lua.setMetatable(table, { __index: { a: 2 } });
    expect(table['a']).toBe(2);
  });

  test.each([[{}], [[]], [() => 1]])('%s is refused', (target) => {
    thrownBy(LuaOptionError, () => new LuaContext().setMetatable(target, {}));
  });

  test('a Lua function is refused', () => {
    const lua = new LuaContext();
    const fn = lua.executeScript<() => unknown>('return function() end');
    thrownBy(LuaOptionError, () => lua.setMetatable(fn, { __index: { x: 1 } }));
  });

  test('a coroutine is refused', () => {
    const lua = new LuaContext();
    const coroutine = lua.createCoroutine('return function() end');
    thrownBy(LuaOptionError, () => lua.setMetatable(coroutine, { __index: { x: 1 } }));
  });

  test('a name without a table is refused', () => {
    thrownBy(LuaOptionError, () => new LuaContext().setMetatable('missing', {}));
  });
});

describe('what it does', () => {
  test.each<[string, Record<string, (...args: never[]) => unknown>, unknown]>([
    ['t + 1', { __add: (_: unknown, n: number) => n + 41 }, 42],
    ['t == t', { __eq: () => false }, true],
    ['t .. "x"', { __concat: (_: unknown, text: string) => `concat ${text}` }, 'concat x'],
    ['t(1, 2)', { __call: (_: unknown, a: number, b: number) => a + b }, 3],
    ['tostring(t)', { __tostring: () => 'shown' }, 'shown'],
    ['#t', { __len: () => 9 }, 9],
  ])('%s', (expression, metatable, value) => {
    const lua = new LuaContext({ t: {} });
    lua.setMetatable('t', metatable);
    expect(lua.executeScript(`return ${expression}`)).toBe(value);
  });

  test('operands arrive as live tables', () => {
    let operand: unknown;
    const lua = new LuaContext({ t: { a: 1 } });
    lua.setMetatable('t', {
      __unm: (self: unknown) => {
        operand = self;
      },
    });
    lua.executeScript('return -t');
    expect(operand).toBe(lua.getGlobal('t'));
  });

  test('a handle as __index is the table itself', () => {
    const lua = new LuaContext({ t: {} });
    const defaults = lua.createTable();
    lua.setMetatable('t', { __index: defaults });
    defaults.set('late', 1);
    expect(lua.executeScript('return t.late')).toBe(1);
  });

  test('another takes its place', () => {
    const lua = new LuaContext({ t: {} });
    lua.setMetatable('t', { __index: { a: 1 } });
    lua.setMetatable('t', {});
    expect(lua.executeScript('return t.a')).toBeNull();
  });

  test('__metatable protects it', () => {
    const lua = new LuaContext({ t: {} });
    lua.setMetatable('t', { __metatable: 'locked' });
    expect(lua.executeScript('return getmetatable(t), (pcall(setmetatable, t, {}))')).toEqual([
      'locked',
      false,
    ]);
  });

  test('__gc is called when Lua collects the table', () => {
    const lua = new LuaContext({ t: {} });
    let collected = 0;
    lua.setMetatable('t', { __gc: () => void collected++ });
    lua.executeScript('t = nil collectgarbage()');
    expect(collected).toBe(1);
  });
});

test.each([null, 1, [], 'x'])('the metatable %j is refused', (metatable) => {
  thrownBy(LuaOptionError, () => new LuaContext({ t: {} }).setMetatable('t', untyped(metatable)));
});
