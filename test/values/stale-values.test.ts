import { describe, expect, test } from 'vitest';
import {
  LuaContext,
  LuaConversionError,
  type LuaCoroutine,
  type LuaFunction,
  type LuaTable,
  type LuaTableHandle,
} from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

interface Held {
  readonly table: LuaTableHandle;
  readonly fn: LuaFunction;
  readonly live: LuaTable;
  readonly coroutine: LuaCoroutine;
}

function hold(lua: LuaContext): Held {
  return {
    table: lua.createTable({ a: 1 }),
    fn: lua.executeScript<LuaFunction>('return function() end'),
    live: lua.executeScript<LuaTable>('return setmetatable({ a = 1 }, {})'),
    coroutine: lua.createCoroutine('return function() end'),
  };
}

const uses: readonly [string, (held: Held) => unknown][] = [
  ['handle.get', ({ table }) => table.get('a')],
  ['handle.getRef', ({ table }) => table.getRef('a')],
  ['handle.set', ({ table }) => table.set('a', 1)],
  ['handle.has', ({ table }) => table.has('a')],
  ['handle.length', ({ table }) => table.length()],
  ['handle.pairs', ({ table }) => table.pairs()],
  ['handle.ipairs', ({ table }) => table.ipairs()],
  ['handle.keys', ({ table }) => table.keys()],
  ['iterating a handle', ({ table }) => [...table]],
  ['a function', ({ fn }) => fn()],
  ['reading a live table', ({ live }) => live['a']],
  ['writing a live table', ({ live }) => Reflect.set(live, 'a', 1)],
  ['in', ({ live }) => 'a' in live],
  ['Object.keys of a live table', ({ live }) => Object.keys(live)],
  ['coroutine.status', ({ coroutine }) => coroutine.status],
  ['coroutine.resume', ({ coroutine }) => coroutine.resume()],
  ['coroutine.close', ({ coroutine }) => coroutine.close()],
  ['iterating a coroutine', ({ coroutine }) => [...coroutine]],
];

const passes: readonly [string, (held: Held) => object][] = [
  ['a handle', ({ table }) => table],
  ['a function', ({ fn }) => fn],
  ['a live table', ({ live }) => live],
  ['a coroutine', ({ coroutine }) => coroutine],
];

const ends: readonly [string, RegExp, (lua: LuaContext, held: Held) => void][] = [
  ['reset', /reset or disposed/, (lua) => lua.reset()],
  ['dispose', /reset or disposed/, (lua) => lua.dispose()],
  ['release', /released/, (lua, held) => Object.values(held).forEach((value) => void lua.release(value))],
];

describe.each(ends)('after %s', (name, message, end) => {
  test.each(uses)('%s is refused', (_, use) => {
    const lua = new LuaContext();
    const held = hold(lua);
    end(lua, held);
    expect(thrownBy(LuaConversionError, () => use(held)).message).toMatch(message);
  });

  test.each(passes)('%s can be released', (_, pick) => {
    const lua = new LuaContext();
    const held = hold(lua);
    end(lua, held);
    if (name !== 'dispose') lua.release(pick(held));
    expect(() => held.table.release()).not.toThrow();
  });

  test.each(name === 'dispose' ? [] : passes)('%s does not go into Lua', (_, pick) => {
    const lua = new LuaContext();
    const held = hold(lua);
    end(lua, held);
    const pass = () => lua.executeScript('', { args: [pick(held)] });
    expect(thrownBy(LuaConversionError, pass).message).toMatch(message);
  });

  test('the iteration under way is refused', () => {
    const lua = new LuaContext();
    const held = { ...hold(lua), table: lua.createTable(Array.from({ length: 200 }, (_, i) => i)) };
    const iterator = held.table[Symbol.iterator]();
    iterator.next();
    end(lua, held);
    expect(thrownBy(LuaConversionError, () => [...iterator]).message).toMatch(message);
  });
});

describe('a value of another context', () => {
  test.each(passes)('%s does not go into Lua', (_, pick) => {
    const held = hold(new LuaContext());
    const pass = () => new LuaContext().executeScript('', { args: [[pick(held)]] });
    expect(thrownBy(LuaConversionError, pass).message).toMatch(/different LuaContext/);
  });

  test('is no environment', () => {
    const table = new LuaContext().createTable();
    thrownBy(LuaConversionError, () => new LuaContext().executeScriptIn(table, 'return 1'));
  });

  test('is no key', () => {
    const table = new LuaContext().createTable();
    thrownBy(LuaConversionError, () => new LuaContext().createTable().get(table));
  });

  test('is no body of a coroutine', () => {
    const { fn } = hold(new LuaContext());
    thrownBy(LuaConversionError, () => new LuaContext().createCoroutine(fn));
  });

  test('is no target of setMetatable', () => {
    const { table } = hold(new LuaContext());
    thrownBy(LuaConversionError, () => new LuaContext().setMetatable(table, {}));
  });
});

test('a value of an earlier state does not lead to one in the same place of the new state', () => {
  const lua = new LuaContext();
  const old = lua.executeScript<LuaFunction>('return function() return "old" end');
  lua.reset();
  lua.executeScript<LuaFunction>('return function() return "new" end');
  thrownBy(LuaConversionError, () => old());
});

test('release of a value of an earlier state leaves one in the same place of the new state', () => {
  const lua = new LuaContext();
  const old = lua.executeScript<LuaFunction>('return function() return "old" end');
  lua.reset();
  const fresh = lua.executeScript<LuaFunction>('return function() return "new" end');
  lua.release(old);
  lua.executeScript('collectgarbage()');
  expect(fresh()).toBe('new');
});
