import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError, LuaStateError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

type Attack = (lua: LuaContext) => unknown;

/** Objects of which converting runs code, which calls Lua. */
const hostile: readonly [string, (attack: () => unknown) => object][] = [
  [
    'a getter',
    (attack) => ({
      first: 'x',
      get a() {
        return attack();
      },
    }),
  ],
  [
    'a getter deep inside',
    (attack) => ({
      list: [
        'x',
        {
          get a() {
            return attack();
          },
        },
      ],
    }),
  ],
  [
    'a proxy, get',
    (attack) => new Proxy({ a: 1 }, { get: (_, name) => (name === 'a' ? attack() : undefined) }),
  ],
  ['a proxy, ownKeys', (attack) => new Proxy({}, { ownKeys: () => [String(attack())] })],
  ['a proxy, getPrototypeOf', (attack) => new Proxy({}, { getPrototypeOf: () => (attack() ? null : null) })],
  ['an array with a getter', (attack) => Object.defineProperty(['x'], 0, { get: attack })],
  [
    'an iterator of a Set',
    (attack) =>
      Object.assign(new Set([1]), {
        [Symbol.iterator]: function* () {
          yield attack();
        },
      }),
  ],
  ['a message of an Error', (attack) => Object.defineProperty(new Error('x'), 'message', { get: attack })],
  ['a Date with a getTime of its own', (attack) => Object.assign(new Date(0), { getTime: attack })],
];

const attacks: readonly [string, Attack][] = [
  ['executeScript', (lua) => lua.executeScript('return 1')],
  ['getGlobal', (lua) => lua.getGlobal('x')],
  ['setGlobal', (lua) => lua.setGlobal('x', 'overwritten')],
  ['createTable', (lua) => lua.createTable({ a: 1 })],
  ['call', (lua) => lua.call('tostring', 1)],
  ['a live table', (lua) => lua.getGlobal<{ a: unknown }>('live').a],
];

describe.each(hostile)('%s', (name, make) => {
  test.each(attacks)('that uses %s gets a LuaStateError', (_, attack) => {
    const lua = new LuaContext({ x: 'y' });
    lua.executeScript('live = setmetatable({ a = 1 }, {})');
    let caught: unknown;
    const value = make(() => {
      caught = caughtFrom(() => attack(lua));
      return 5;
    });
    caughtFrom(() => lua.executeScript('return ...', { args: ['before', value, 'after'] }));
    expect(caught).toBeInstanceOf(LuaStateError);
  });

  test('that throws throws that', () => {
    const error = new RangeError('mine');
    const value = make(() => {
      throw error;
    });
    const caught = caughtFrom(() => new LuaContext().executeScript('return 1', { args: [value] }));
    expect(caught === error || name === 'a message of an Error').toBe(true);
  });

  test('that throws leaves the context as it was', () => {
    const lua = new LuaContext();
    const value = make(() => {
      throw new RangeError('mine');
    });
    caughtFrom(() => lua.executeScript('return 1', { args: [value] }));
    expect([lua.executeScript('return ...', { args: ['x'] }), lua.isBusy()]).toEqual(['x', false]);
  });

  test('that resets or disposes the context is refused', () => {
    const lua = new LuaContext();
    const caught: unknown[] = [];
    const value = make(() => {
      caught.push(
        caughtFrom(() => lua.reset()),
        caughtFrom(() => lua.dispose()),
      );
      return 5;
    });
    caughtFrom(() => lua.executeScript('return 1', { args: [value] }));
    expect(caught).toEqual(caught.map(() => expect.any(LuaStateError)));
  });
});

test('values about one that calls Lua arrive as they are', () => {
  const lua = new LuaContext();
  const value = {
    before: 'x',
    get a() {
      return caughtFrom(() => lua.executeScript('return 1')) && 'refused';
    },
    after: ['y'],
  };
  expect(lua.executeScript('return ...', { args: [value, 'z'] })).toEqual([
    { before: 'x', a: 'refused', after: ['y'] },
    'z',
  ]);
});

test('another context may be used meanwhile', () => {
  const other = new LuaContext();
  const value = {
    get a() {
      return other.executeScript('return 5');
    },
  };
  expect(new LuaContext().executeScript('return (...).a', { args: [value] })).toBe(5);
});

describe('containers that lie', () => {
  test.each<[string, () => Map<unknown, unknown>]>([
    [
      'a Map that grows while it is read',
      () => {
        const map = new Map<unknown, unknown>();
        map.set('a', {
          get x() {
            map.set('b', 1);
            return 1;
          },
        });
        return map;
      },
    ],
    ['a Map with a size of its own', () => Object.defineProperty(new Map([['a', 1]]), 'size', { value: 3 })],
    [
      'a Map with an iterator of its own',
      () =>
        Object.assign(new Map([['a', 1]]), {
          [Symbol.iterator]: function* () {
            yield* [];
          },
        }),
    ],
  ])('%s leaves the values after it alone', (_, make) => {
    const lua = new LuaContext();
    expect(lua.executeScript<unknown[]>('return ...', { args: [make(), 'after', 'it'] }).slice(1)).toEqual([
      'after',
      'it',
    ]);
  });

  test('an array that grows while it is read', () => {
    const list: unknown[] = ['x'];
    Object.defineProperty(list, 0, {
      get: () => {
        list.push('more');
        return 1;
      },
    });
    expect(new LuaContext().executeScript('return ...', { args: [list, 'after'] })).toEqual([[1], 'after']);
  });

  test('an array that shrinks while it is read', () => {
    const list: unknown[] = ['x', 'y', 'z'];
    Object.defineProperty(list, 0, {
      get: () => {
        list.length = 1;
        return 1;
      },
    });
    expect(new LuaContext().executeScript('return ...', { args: [list, 'after'] })).toEqual([[1], 'after']);
  });

  test('an object that loses keys while it is read', () => {
    const object = {
      get a() {
        Reflect.deleteProperty(object, 'b');
        return 1;
      },
      b: 2,
    };
    expect(new LuaContext().executeScript('return ...', { args: [object, 'after'] })).toEqual([
      { a: 1 },
      'after',
    ]);
  });

  test('a proxy with an endless length is an error', () => {
    const list = new Proxy([], { get: (_, name) => (name === 'length' ? 2 ** 40 : undefined) });
    const caught = caughtFrom(() =>
      new LuaContext({}, { maxMemory: '10MB' }).executeScript('', { args: [list] }),
    );
    expect(caught).toBeInstanceOf(Error);
  });
});

describe('too much or too deep', () => {
  test('100,000 levels', () => {
    let deep: unknown = {};
    for (let i = 0; i < 100_000; i++) deep = i % 2 ? [deep] : { deep };
    thrownBy(LuaConversionError, () => new LuaContext().executeScript('', { args: [deep] }));
  });

  test.each(['array', 'object', 'Map', 'Set'])('an %s that contains itself', (kind) => {
    const list: unknown[] = [];
    list.push(list);
    const object: Record<string, unknown> = {};
    object['object'] = object;
    const map = new Map<string, unknown>();
    map.set('map', map);
    const set = new Set<unknown>();
    set.add(set);
    const value = { array: list, object, Map: map, Set: set }[kind];
    expect(
      thrownBy(LuaConversionError, () => new LuaContext().executeScript('', { args: [value] })).message,
    ).toMatch(/circular/);
  });

  test.each([100, 99])('%i levels are fine', (levels) => {
    let deep: unknown = 'bottom';
    for (let i = 0; i < levels; i++) deep = [deep];
    expect(new LuaContext().executeScript('return ...', { args: [deep] })).toEqual(deep);
  });

  test('more than the memory limit is a memory error', () => {
    const list = Array.from({ length: 1_000_000 }, (_, i) => i);
    const lua = new LuaContext({}, { maxMemory: '5MB' });
    expect(() => lua.executeScript('', { args: [list] })).toThrow(/^not enough memory/);
  });

  test('after a memory error the context works', () => {
    const lua = new LuaContext({}, { maxMemory: '5MB' });
    caughtFrom(() => lua.setGlobal('x', 'y'.repeat(10_000_000)));
    expect(lua.executeScript('return ...', { args: ['fine'] })).toBe('fine');
  });
});

test.each([Symbol('s'), () => 1].map((value) => [untyped(value)]))(
  'a Map with %s for a key is refused or arrives',
  (key) => {
    const lua = new LuaContext();
    const caught = caughtFrom(() => lua.executeScript('return ...', { args: [new Map([[key, 1]])] }));
    expect(caught === undefined || caught instanceof LuaConversionError).toBe(true);
  },
);
