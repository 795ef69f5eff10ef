import { describe, expect, test } from 'vitest';
import type { LuaFunction, LuaTableRef } from '../../src/lua-native/index.ts';
import { all, errorOf, luaNative } from './support.ts';

describe('into Lua', () => {
  const lua = all();
  const cross = (value: unknown, script: string) => {
    lua.set_global('v', value as string);
    return lua.execute_script(script);
  };

  class Point {
    constructor(
      public x: number,
      public y: number,
    ) {}
  }

  test.each<[string, unknown, string, unknown]>([
    ['BigInt', 9007199254740993n, 'return math.type(v), v', ['integer', 9007199254740993n]],
    ['whole numbers beyond the safe ones', 2 ** 53, 'return math.type(v), v', ['integer', 2n ** 53n]],
    ['numbers of more than 64 bits', 1e300, 'return math.type(v), v', ['float', 1e300]],
    ['Date', new Date(1234), 'return v', 1234],
    ['Buffer', Buffer.from('hello'), 'return #v', 5],
    [
      'Map with its keys as text',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 'b'],
      ]),
      'return v.a, v["2"], v[2]',
      [1, 'b', null],
    ],
    ['Set', new Set([10, 20, 30]), 'return #v, v[3]', [3, 30]],
    ['RegExp', /foo\d+/g, 'return v', 'foo\\d+'],
    ['undefined', undefined, 'return v', null],
    [
      'instance of a class, as a table of its fields',
      new Point(3, 4),
      'return type(v), v.x, v.y',
      ['table', 3, 4],
    ],
    [
      'functions in objects',
      { double: (n: number) => 2 * n, ops: [() => 'called'] },
      'return v.double(21), v.ops[1]()',
      [42, 'called'],
    ],
    ['nested instances', { list: [new Point(1, 2)] }, 'return v.list[1].y', 2],
  ])('%s', (_, value, script, result) => {
    expect(cross(value, script)).toEqual(result);
  });

  test.each<[string, unknown, RegExp]>([
    ['symbols', Symbol('s'), /Symbol/],
    ['integers of more than 64 bits', 2n ** 63n, /out of range.*64-bit/],
  ])('refuses %s', (_, value, message) => {
    expect(() => cross(value, 'return v')).toThrow(message);
  });

  test('refuses cycles and what is nested too deep', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(() => cross(cycle, 'return v')).toThrow(/circular/);
    let deep: unknown[] = [];
    for (let i = 0; i < 150; i++) deep = [deep];
    expect(() => cross(deep, 'return v')).toThrow(/nesting depth.*100/);
  });

  test('out of Lua tables are refused that are cyclic or nested too deep', () => {
    expect(() => lua.execute_script('local t = {} t.t = t return t')).toThrow(/nesting depth.*100/);
    expect(() => lua.execute_script('local t = {} for i = 1, 150 do t = { t } end return t')).toThrow(
      /nesting depth.*100/,
    );
  });

  test('a host function that returns nothing gives nil', () => {
    const quiet = all({ quiet: () => {} });
    expect(quiet.execute_script('return select("#", quiet()), tostring(quiet())')).toEqual([1, 'nil']);
  });
});

describe('globals', () => {
  test('dotted paths make tables on the way and read through nil', () => {
    const lua = new luaNative.init();
    lua.set_global('config.db.host', 'localhost');
    expect(lua.execute_script('return config.db.host')).toBe('localhost');
    expect(lua.get_global('config.db.host')).toBe('localhost');
    expect(lua.get_global('config.db.port')).toBeNull();
    expect(lua.get_global('missing.a.b')).toBeNull();
    lua.set_global('n', 1);
    expect(() => lua.set_global('n.x', 1)).toThrow();
    expect(() => lua.get_global('n.x')).toThrow();
    for (const path of ['.a', 'a.', 'a..b']) {
      expect(() => lua.set_global(path, 1)).toThrow(/Invalid global path/);
      expect(() => lua.get_global(path)).toThrow(/Invalid global path/);
    }
  });

  test('call finds functions by name', () => {
    const lua = all();
    lua.execute_script(
      'function two() return 1, 2 end handlers = { on = { tick = function(n) return n * 2 end } } callable = setmetatable({}, { __call = print }) function none() end',
    );
    expect(lua.call('handlers.on.tick', 21)).toBe(42);
    expect(lua.call('two')).toEqual([1, 2]);
    expect(lua.call('none')).toBeUndefined();
    for (const name of ['callable', 'missing', 'handlers']) expect(() => lua.call(name)).toThrow(TypeError);
    expect(() => lua.call(7 as never)).toThrow(TypeError);
  });

  test('pcall returns what a function throws', () => {
    const lua = all();
    const fn = lua.execute_script<LuaFunction>(
      'return function(x) if x < 0 then error("negative") end return x * 2 end',
    );
    expect(lua.pcall(fn, 5)).toEqual({ ok: true, value: 10 });
    const failed = lua.pcall(fn, -1) as { ok: false; error: Error };
    expect(failed.ok).toBe(false);
    expect(failed.error.message).toMatch(/negative[\s\S]*stack traceback/);
    expect(() => lua.pcall(1 as never)).toThrow(TypeError);
  });
});

describe('converters', () => {
  class Money {
    constructor(readonly cents: number) {}
  }

  function withMoney() {
    const lua = all();
    lua.register_type_converter(
      (value) => value instanceof Money,
      (money: Money) => ({ __type: 'Money', cents: money.cents }),
    );
    lua.register_from_lua_converter(
      (value) => (value as { __type?: unknown })?.__type === 'Money',
      (value: { cents: number }) => new Money(value.cents),
    );
    return lua;
  }

  test('make a round trip, at every depth', () => {
    const lua = withMoney();
    lua.set_global('price', new Money(1299) as never);
    expect(lua.get_global('price')).toEqual(new Money(1299));
    const order = lua.execute_script<{ items: Money[] } & LuaTableRef>(
      "return { items = { { __type = 'Money', cents = 1 } } }",
    );
    expect(order.items[0]).toBeInstanceOf(Money);
  });

  test('win over the conversions that are built in, but not over handles', () => {
    const lua = all();
    lua.register_type_converter(
      () => true,
      () => 'converted',
    );
    lua.set_global('d', new Date(0));
    const table = lua.create_table();
    lua.set_global('t', table);
    expect(lua.execute_script('return d, type(t)')).toEqual(['converted', 'table']);
  });

  test('must be functions', () => {
    expect(() => all().register_type_converter(1 as never, () => 1)).toThrow(TypeError);
    expect(() => all().register_from_lua_converter(() => true, 1 as never)).toThrow(TypeError);
  });

  test('may not reset the context', () => {
    const lua = all();
    let error: unknown;
    lua.register_from_lua_converter(
      () => true,
      (value) => {
        error = errorOf(() => lua.reset());
        return value;
      },
    );
    lua.execute_script('return { a = 1 }');
    expect(error).toMatchObject({
      message: expect.stringContaining('from inside another lua-native call'),
    });
  });
});

describe('conversion options', () => {
  test('strictConversion names what would be lost', () => {
    const lua = all({}, { strictConversion: true });
    expect(() => lua.set_global('rows', [1, null, 3] as never)).toThrow(
      'strict conversion: null/undefined at array index 1 becomes a Lua nil',
    );
    expect(() => lua.set_global('row', { a: null } as never)).toThrow(
      'strict conversion: null/undefined at key "a"',
    );
    lua.set_global('rows', [1, false, 3]);
    expect(() => lua.execute_script('return { ["1"] = "a", [1] = "b" }')).toThrow(
      'strict conversion: the Lua table keys 1 (number) and "1" (string) both become the JavaScript property "1"',
    );
    expect(() => lua.execute_script('return { [true] = 1 }')).toThrow(/strict conversion: .*boolean/);
  });

  test('binaryStrings returns bytes', () => {
    const lua = all({}, { binaryStrings: true });
    expect(lua.execute_script('return string.pack("i4", 7)')).toEqual(new Uint8Array([7, 0, 0, 0]));
    expect(lua.create_table({ a: 1 }).keys()).toEqual([new Uint8Array([97])]);
  });

  test("tableAs: 'map' keeps keys in both directions", () => {
    const lua = all({}, { tableAs: 'map' });
    const map = new Map<unknown, unknown>([
      [1, 'int'],
      ['1', 'str'],
      [true, 'bool'],
    ]);
    expect(lua.execute_script('return { [1] = "int", ["1"] = "str", [true] = "bool" }')).toEqual(map);
    lua.set_global('m', map as never);
    expect(lua.execute_script('return m[1], m["1"], m[true]')).toEqual(['int', 'str', 'bool']);
    expect(() => lua.set_global('m', new Map([[{}, 1]]) as never)).toThrow(/cannot be a Lua table key/);
  });
});

describe('tables with a metatable', () => {
  test('are live', () => {
    const lua = all();
    const table = lua.execute_script<LuaTableRef>(`
      t = setmetatable({ x = 10, y = 20 }, { __index = function(_, k) if k == 'hello' then return 'HELLO' end end })
      return t`);
    expect(table['hello']).toBe('HELLO');
    expect(table['missing']).toBeNull();
    table['x'] = 99;
    expect(lua.execute_script('return t.x')).toBe(99);
    expect(Object.keys(table).sort()).toEqual(['x', 'y']);
    expect('x' in table && !('z' in table)).toBe(true);
    lua.set_global('same', ((value: unknown) => value) as never);
    expect(lua.execute_script('return same(t) == t')).toBe(true);
  });

  test('say when they were released', () => {
    const lua = all();
    const table = lua.execute_script<LuaTableRef>('return setmetatable({}, {})');
    lua.release(table);
    expect(() => table['x']).toThrow('table handle has been released');
  });
});

describe('set_metatable', () => {
  test('takes names, handles and live tables', () => {
    const lua = all();
    lua.execute_script('v1 = { x = 1, y = 2 } v2 = { x = 10, y = 20 } multiplier = { factor = 10 }');
    lua.set_metatable('v1', {
      __tostring: (t: unknown) => `(${(t as LuaTableRef)['x']}, ${(t as LuaTableRef)['y']})`,
      __add: (a: unknown, b: unknown) => ({
        x: Number((a as LuaTableRef)['x']) + Number((b as LuaTableRef)['x']),
      }),
    });
    lua.set_metatable('multiplier', {
      __call: (self: unknown, x: unknown) => Number((self as LuaTableRef)['factor']) * Number(x),
    });
    expect(lua.execute_script('return tostring(v1), v1 + v2, multiplier(5)')).toEqual([
      '(1, 2)',
      { x: 11 },
      50,
    ]);
    const handle = lua.create_table({ theme: 'dark' });
    lua.set_metatable(handle, { __index: (_: unknown, key: unknown) => `<unset:${key}>` });
    expect([handle.get('theme'), handle.get('font')]).toEqual(['dark', '<unset:font>']);
    const log: string[] = [];
    lua.set_metatable(lua.get_global('v1') as LuaTableRef, {
      __newindex: (_: unknown, key: unknown, value: unknown) => {
        log.push(`${key} = ${value}`);
      },
      __index: { timeout: 30 },
    });
    lua.execute_script('v1.z = 42');
    expect(log).toEqual(['z = 42']);
    expect(lua.execute_script('return v1.z, v1.timeout')).toEqual([null, 30]);
  });

  test('refuses what is no table', () => {
    const lua = all();
    lua.set_global('n', 1);
    expect(() => lua.set_metatable('n', {})).toThrow("Global 'n' is not a table");
    expect(() => lua.set_metatable('missing', {})).toThrow("Global 'missing' does not exist");
    expect(() => lua.set_metatable({} as never, {})).toThrow(TypeError);
    expect(() => lua.set_metatable('n', null as never)).toThrow(TypeError);
  });
});

describe('what contains itself', () => {
  const circular = 'Value contains a circular reference';
  test('is told as that: maps and instances too', () => {
    const lua = all();
    const map = new Map<unknown, unknown>();
    map.set(1, [map]);
    class Node {
      readonly self = this;
    }
    expect(() => lua.set_global('v', map as never)).toThrow(circular);
    expect(() => lua.set_global('v', new Node() as never)).toThrow(circular);
  });

  test('is not what occurs twice', () => {
    const lua = all();
    const map = new Map([['a', 1]]);
    lua.set_global('v', [map, { map }, map] as never);
    expect(lua.execute_script('return v[1].a + v[2].map.a + v[3].a')).toBe(3);
  });
});

test('a hundred levels are the most, around what is empty', () => {
  const lua = all();
  const nested = (levels: number, innermost: unknown) => {
    let value = innermost;
    for (let i = 0; i < levels; i++) value = [value];
    return value as never;
  };
  lua.set_global('v', nested(100, {}));
  expect(() => lua.set_global('v', nested(100, [1]))).toThrow('nesting depth exceeds the maximum of 100');
  expect(() => lua.set_global('v', nested(101, []))).toThrow('nesting depth exceeds the maximum of 100');
});

test('dates are floats, the least integer is one', () => {
  const lua = all();
  lua.set_global('date', new Date(5) as never);
  lua.set_global('none', new Date(Number.NaN) as never);
  lua.set_global('least', -(2 ** 63));
  expect(lua.execute_script('return math.type(date), date, none ~= none, math.type(least)')).toEqual([
    'float',
    5,
    true,
    'integer',
  ]);
});

test('strict conversion names the type of a key that is lost', () => {
  const lua = all({}, { strictConversion: true });
  expect(() => lua.execute_script('return { [io.stdout] = 1 }')).toThrow("key of type 'userdata'");
  expect(() => lua.execute_script('return { [coroutine.create(print)] = 1 }')).toThrow(
    "key of type 'thread'",
  );
});
