import { describe, expect, test } from 'vitest';
import type { LuaFunction, LuaTableHandle } from '../../src/lua-native/index.ts';
import { all, luaNative } from './support.ts';

describe('table handles', () => {
  test('keep the types of keys', () => {
    const table = all().create_table();
    table.set('123', 'string');
    table.set(123, 'integer');
    table.set(1.5, 'float');
    table.set(true, 'boolean');
    expect(['123', 123, 1.5, true].map((key) => table.get(key))).toEqual([
      'string',
      'integer',
      'float',
      'boolean',
    ]);
    expect(table.get('missing')).toBeNull();
    expect([table.has('123'), table.has('missing')]).toEqual([true, false]);
    expect(() => table.get({} as never)).toThrow(TypeError);
  });

  test('are made from objects and arrays', () => {
    const lua = all();
    expect(lua.create_table({ x: 10 }).get('x')).toBe(10);
    const list = lua.create_table([100, 200]);
    expect([list.length(), list.ipairs(), list.keys()]).toEqual([
      2,
      [
        [1, 100],
        [2, 200],
      ],
      [1, 2],
    ]);
    expect(() => lua.create_table(7 as never)).toThrow(TypeError);
  });

  test('leave out keys that cannot be passed', () => {
    const lua = all();
    lua.execute_script('t = { a = 1, [true] = 2, [{}] = 3, [print] = 4 }');
    const table = lua.get_global_ref('t');
    expect(table.pairs().sort()).toEqual(
      [
        ['a', 1],
        [true, 2],
      ].sort(),
    );
    expect(table.keys()).toHaveLength(2);
    expect([...table]).toHaveLength(2);
  });

  test('are iterated with the keys of the beginning and the values of the moment', () => {
    const table = all().create_table(['a', 'b', 'c']);
    const seen: unknown[] = [];
    for (const [key, value] of table) {
      seen.push([key, value]);
      if (key === 1) {
        table.set(2, null);
        table.set(3, 'changed');
        table.set(4, 'added');
      }
    }
    expect(seen).toEqual([
      [1, 'a'],
      [3, 'changed'],
    ]);
  });

  test('stop their iteration when released, and refuse it after a reset', () => {
    const lua = all();
    const table = lua.create_table([1, 2, 3]);
    const cursor = table[Symbol.iterator]();
    cursor.next();
    const other = lua.create_table([1, 2, 3])[Symbol.iterator]();
    other.next();
    table.release();
    expect(cursor.next().done).toBe(true);
    lua.reset();
    expect(() => other.next()).toThrow('its Lua state was replaced by reset()');
  });

  test('lead to nested tables', () => {
    const lua = all();
    lua.execute_script(
      'a = { b = { c = { d = 7 } } } rows = { { n = 1 }, { n = 2 } } outer = { inner = { v = 1 } }',
    );
    expect(lua.get_global_ref('a').get_ref('b').get_ref('c').get('d')).toBe(7);
    expect(lua.get_global_ref('rows').get_ref(2).get('n')).toBe(2);
    const outer = lua.get_global_ref('outer');
    const inner = outer.get_ref('inner');
    outer.release();
    inner.set('v', 99);
    expect(lua.execute_script('return outer.inner.v')).toBe(99);
    expect(() => inner.get_ref('v')).toThrow('not a table');
    expect(() => inner.get_ref('none')).toThrow('not a table');
  });

  test('are refused once released, but for another release', () => {
    const table = all().create_table();
    table.release();
    table.release();
    expect(() => table.get('x')).toThrow('table handle has been released');
    expect(() => table.pairs()).toThrow('table handle has been released');
  });

  test('of no table, or no global, are refused', () => {
    const lua = all();
    lua.set_global('n', 1);
    expect(() => lua.get_global_ref('n')).toThrow("global 'n' is not a table (got number)");
    expect(() => lua.get_global_ref('missing')).toThrow("global 'missing' is not a table (got nil)");
  });

  test('become globals', () => {
    const lua = all();
    lua.set_global('player', lua.create_table({ name: 'Alice' }));
    expect(lua.execute_script('player.hp = 1 return player.name')).toBe('Alice');
    lua.set_global('nested', { list: [lua.get_global_ref('player')] } as never);
    expect(lua.execute_script('return nested.list[1] == player')).toBe(true);
  });
});

describe('release', () => {
  test('gives up functions, coroutines and handles', () => {
    const lua = all();
    const fn = lua.execute_script<LuaFunction>('return function(x) return x * 2 end');
    expect(fn(21)).toBe(42);
    lua.release(fn);
    lua.release(fn);
    expect(() => fn(21)).toThrow('Lua function has been released');
    expect(() => lua.set_global('f', fn)).toThrow('Lua function has been released');
    const coroutine = lua.create_coroutine('return function() end');
    lua.release(coroutine);
    expect(() => lua.resume(coroutine)).toThrow('coroutine has been released');
    expect(coroutine.status).toBe('dead');
    const table = lua.create_table();
    lua.release(table);
    expect(() => table.get('x')).toThrow('table handle has been released');
  });

  test('refuses anything else', () => {
    expect(() => all().release({} as never)).toThrow(TypeError);
    expect(() => all().release(7 as never)).toThrow(TypeError);
    expect(() => all().release(all().create_table())).toThrow('value belongs to a different Lua context');
  });
});

describe('values of another context', () => {
  const other = all();
  test.each<[string, unknown]>([
    ['table handle', other.create_table()],
    ['Lua function', other.execute_script('return function() end')],
    ['coroutine', other.create_coroutine('return function() end')],
  ])('%s', (kind, value) => {
    expect(() => all().set_global('x', value as never)).toThrow(`${kind} belongs to a different Lua context`);
  });

  test('are refused as environments and targets too', () => {
    expect(() => all().execute_script_in(other.create_table(), 'return 1')).toThrow(
      'belongs to a different Lua context',
    );
    expect(() => all().set_metatable(other.create_table(), {})).toThrow('belongs to a different Lua context');
  });
});

describe('environments', () => {
  test('hold the names that they are given', () => {
    const lua = all();
    const env = lua.create_environment({ whitelist: ['math', 'missing'] });
    env.set('answer', 42);
    lua.execute_script_in(env, 'result = math.floor(answer / 5)');
    expect(env.get('result')).toBe(8);
    expect(lua.get_global('result')).toBeNull();
    expect(() => lua.execute_script_in(env, 'return io.open("x")')).toThrow("global 'io'");
    expect(() => lua.create_environment({ whitelist: 'math' as never })).toThrow(TypeError);
  });

  test('inherit for reading alone', () => {
    const lua = all({ app: 'demo' });
    const env = lua.create_environment({ inherit: true });
    expect(lua.execute_script_in(env, 'app = app .. "!" return app')).toBe('demo!');
    expect(lua.get_global('app')).toBe('demo');
  });

  test('are any table references', () => {
    const lua = all();
    lua.execute_script('sandbox = { limit = 3 } live = setmetatable({ limit = 4 }, {})');
    expect(lua.execute_script_in(lua.get_global_ref('sandbox'), 'return limit')).toBe(3);
    expect(lua.execute_script_in(lua.get_global('live') as unknown as LuaTableHandle, 'return limit')).toBe(
      4,
    );
    expect(() => lua.execute_script_in({} as never, 'return 1')).toThrow(TypeError);
  });
});

describe('shared tables', () => {
  test('publish each update to all contexts', () => {
    const settings = luaNative.createSharedTable({ mode: 'dev', config: { debug: true } });
    const first = all({}, { shared: { settings } });
    settings.set('mode', 'prod');
    const second = new luaNative.init({}, { shared: { other: settings } });
    expect([
      first.execute_script('return settings.mode'),
      second.execute_script('return other.mode'),
    ]).toEqual(['prod', 'prod']);
    (settings.get('config') as { debug: boolean }).debug = false;
    settings.sync();
    expect(first.execute_script('return settings.config.debug')).toBe(false);
    first.execute_script('settings.mode = "local"');
    expect(settings.get('mode')).toBe('prod');
    first.reset();
    expect(first.execute_script('return settings.mode')).toBe('prod');
  });

  test('tell which contexts could not take an update, after all others have it', async () => {
    const shared = luaNative.createSharedTable({ n: 1 });
    const busy = all({}, { shared: { s: shared } });
    const free = all({}, { shared: { s: shared } });
    const run = busy.execute_script_async('return 1');
    expect(() => shared.set('n', 2)).toThrow(/1 of 2 contexts.*busy/);
    expect(free.execute_script('return s.n')).toBe(2);
    await run;
    shared.sync();
    expect(busy.execute_script('return s.n')).toBe(2);
  });

  test('take arrays, and nothing but objects', () => {
    const list = luaNative.createSharedTable([1, 2]);
    const lua = all({}, { shared: { list } });
    expect(lua.execute_script('return #list')).toBe(2);
    expect(() => luaNative.createSharedTable(7 as never)).toThrow(TypeError);
  });
});

describe('names with dots', () => {
  test('are paths for set_global, get_global and call, and names for callbacks and references', () => {
    const lua = all({ 'a.b': 5 });
    expect(lua.execute_script('return _G["a.b"], a')).toEqual([5, null]);
    lua.execute_script('_G["c.d"] = { x = 7 } c = { d = { x = 8 } }');
    expect([lua.get_global_ref('c.d').get('x'), lua.get_global('c.d')]).toEqual([7, { x: 8 }]);
    lua.set_metatable('c.d', { __len: () => 3 });
    expect(lua.execute_script('return #_G["c.d"]')).toBe(3);
    expect(() => lua.set_metatable('c.e', {})).toThrow("Global 'c.e' does not exist");
  });

  test('the empty name is a name', () => {
    const lua = all();
    lua.set_global('', 4);
    expect([lua.get_global(''), lua.execute_script('return _G[""]')]).toEqual([4, 4]);
  });
});

describe('release of what belongs to a state that was reset', () => {
  const lua = all();
  const handle = lua.create_table();
  const foreign = {
    handle,
    fn: lua.execute_script<LuaFunction>('return function() end'),
    coroutine: lua.create_coroutine('return function() end'),
  };
  const live = lua.execute_script('return setmetatable({}, {})') as never;
  lua.reset();

  test.each(Object.entries(foreign))('is refused: %s', (_, value) => {
    expect(() => lua.release(value)).toThrow('value belongs to a different Lua context');
  });

  test('is refused: live tables, and handles by their own method', () => {
    const replaced = 'Lua table handle is not usable: its Lua state was replaced by reset()';
    expect(() => lua.release(live)).toThrow(replaced);
    expect(() => handle.release()).toThrow(replaced);
  });
});

test('a shared table tells of a context that was disposed', () => {
  const shared = luaNative.createSharedTable({ n: 1 });
  const lua = all({}, { shared: { s: shared } });
  lua.dispose();
  expect(() => shared.set('n', 2)).toThrow(/1 of 1 contexts \(s: the Lua context has been closed\)/);
  expect(shared.get('n')).toBe(2);
});
