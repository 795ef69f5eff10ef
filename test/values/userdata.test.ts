import { describe, expect, test } from 'vitest';
import { LuaContext, LuaOptionError, type UserdataOptions } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

function withUserdata(object: object, options: UserdataOptions = {}): LuaContext {
  const lua = new LuaContext();
  lua.setUserdata('u', object, options);
  return lua;
}

describe('identity', () => {
  test('the object comes back as itself', () => {
    const object = { a: 1 };
    expect(withUserdata(object).executeScript('return u')).toBe(object);
  });

  test('within a table', () => {
    const object = {};
    expect(withUserdata(object).executeScript<{ x: unknown }>('return { x = u }').x).toBe(object);
  });

  test('as an argument of a host function', () => {
    const object = {};
    const lua = withUserdata(object);
    lua.setGlobal('same', (value: unknown) => value === object);
    expect(lua.executeScript('return same(u)')).toBe(true);
  });

  test('it is the same userdata each time it goes into Lua', () => {
    const object = {};
    expect(withUserdata(object).executeScript('return rawequal(u, ...)', { args: [object] })).toBe(true);
  });

  test('two objects are not equal', () => {
    const lua = withUserdata({});
    lua.setUserdata('v', {});
    expect(lua.executeScript('return u == v')).toBe(false);
  });

  test('as a key of a table', () => {
    const object = {};
    expect(
      withUserdata(object).executeScript('local t = { [u] = 5 } return t[...]', { args: [object] }),
    ).toBe(5);
  });

  test.each([
    ['an array', [1, 2]],
    ['a Map', new Map()],
    ['a Date', new Date(0)],
    ['an instance of a class', new (class Stranger {})()],
    ['an Error', new Error('e')],
    ['an object without a prototype', Object.create(null) as object],
    ['a frozen object', Object.freeze({})],
  ])('%s', (_, object) => {
    expect(withUserdata(object).executeScript('return u, type(u)')).toEqual([object, 'userdata']);
  });
});

describe('reading', () => {
  test('with readable', () => {
    expect(withUserdata({ a: 1 }, { readable: true }).executeScript('return u.a')).toBe(1);
  });

  test('without it there is nothing', () => {
    expect(withUserdata({ a: 1 }).executeScript('return u.a')).toBeNull();
  });

  test('writable alone does not allow it', () => {
    expect(withUserdata({ a: 1 }, { writable: true }).executeScript('return u.a')).toBeNull();
  });

  test('a property that there is not', () => {
    expect(withUserdata({}, { readable: true }).executeScript('return u.a')).toBeNull();
  });

  test('a change of the object', () => {
    const object = { a: 1 };
    const lua = withUserdata(object, { readable: true });
    object.a = 2;
    expect(lua.executeScript('return u.a')).toBe(2);
  });

  test('an own getter', () => {
    const object = {
      get a() {
        return 5;
      },
    };
    expect(withUserdata(object, { readable: true }).executeScript('return u.a')).toBe(5);
  });

  test('numbers as names, from 0', () => {
    expect(withUserdata(['x', 'y'], { readable: true }).executeScript('return u[0], u[1], u.length')).toEqual(
      ['x', 'y', 2],
    );
  });

  test('under binaryStrings', () => {
    const lua = new LuaContext({}, { binaryStrings: true });
    lua.setUserdata('u', { name: 1 }, { readable: true });
    expect(lua.executeScript('return u.name')).toBe(1);
  });

  test.each(['true', '{}', 'print', '1.5', 'u'])('the key %s leads nowhere', (key) => {
    expect(withUserdata({}, { readable: true }).executeScript(`return u[${key}]`)).toBeNull();
  });

  test('a value that cannot cross is an error', () => {
    expect(() => withUserdata({ a: Symbol('s') }, { readable: true }).executeScript('return u.a')).toThrow(
      /symbol/,
    );
  });
});

describe('writing', () => {
  test('with writable', () => {
    const object = { a: 1 };
    withUserdata(object, { writable: true }).executeScript('u.a = 2');
    expect(object).toEqual({ a: 2 });
  });

  test('a new property', () => {
    const object = {};
    withUserdata(object, { writable: true }).executeScript('u.a = { 1, 2 }');
    expect(object).toEqual({ a: [1, 2] });
  });

  test('without it, it is an error that names the property', () => {
    expect(() => withUserdata({ a: 1 }, { readable: true }).executeScript('u.a = 2')).toThrow(
      "property 'a' of userdata 'u' is read-only",
    );
  });

  test('without it the object stays as it is', () => {
    const object = { a: 1 };
    withUserdata(object).executeScript('pcall(function() u.a = 2 end)');
    expect(object).toEqual({ a: 1 });
  });

  test('a frozen object refuses', () => {
    const lua = withUserdata(Object.freeze({ a: 1 }), { writable: true });
    expect(lua.executeScript('return (pcall(function() u.a = 2 end))')).toBe(false);
  });

  test('an own setter', () => {
    let set: unknown;
    const object = {
      set a(value: unknown) {
        set = value;
      },
    };
    withUserdata(object, { writable: true }).executeScript('u.a = 7');
    expect(set).toBe(7);
  });

  test.each(['true', '{}', 'print'])('the key %s is an error', (key) => {
    const lua = withUserdata({}, { writable: true });
    expect(lua.executeScript(`return (pcall(function() u[${key}] = 1 end))`)).toBe(false);
  });
});

describe('methods', () => {
  const methods = {
    double: (self: { n: number }) => self.n * 2,
    add: (self: { n: number }, x: number) => self.n + x,
  };

  test('get the object', () => {
    expect(withUserdata({ n: 4 }, { methods }).executeScript('return u:double()')).toBe(8);
  });

  test('get the arguments', () => {
    expect(withUserdata({ n: 4 }, { methods }).executeScript('return u:add(5)')).toBe(9);
  });

  test('win over properties', () => {
    const lua = withUserdata({ n: 1, double: 'property' }, { methods, readable: true });
    expect(lua.executeScript('return u:double()')).toBe(2);
  });

  test('cannot be overwritten', () => {
    const lua = withUserdata({ n: 1 }, { methods, readable: true, writable: true });
    expect(() => lua.executeScript('u.double = 1')).toThrow(/'double'.*read-only/);
  });

  test('an error in one is the same object outside', () => {
    const error = new RangeError('mine');
    const lua = withUserdata(
      {},
      {
        methods: {
          fail: () => {
            throw error;
          },
        },
      },
    );
    expect(thrownBy(RangeError, () => lua.executeScript('u:fail()'))).toBe(error);
  });

  test('that are no functions are refused', () => {
    thrownBy(LuaOptionError, () => withUserdata({}, { methods: untyped({ m: 1 }) }));
  });

  test('inherited ones of the methods object do not exist', () => {
    expect(
      withUserdata({}, { methods }).executeScript('return u.toString, u.hasOwnProperty, u.constructor'),
    ).toEqual([null, null, null]);
  });
});

test.each([1, 'text', null, undefined, () => 1])('%s is no userdata', (value) => {
  thrownBy(LuaOptionError, () => new LuaContext().setUserdata('u', untyped(value)));
});

test('userdata survive a reset', () => {
  const lua = withUserdata({ a: 1 }, { readable: true });
  lua.reset();
  expect(lua.executeScript('return u.a')).toBe(1);
});

test('an opaque one cannot be indexed', () => {
  const lua = withUserdata({ a: 1 }, { isOpaque: true });
  expect(() => lua.executeScript('return u.a')).toThrow(
    "attempt to index a userdata value (userdata 'u' is opaque)",
  );
  expect(() => lua.executeScript('u.a = 2')).toThrow('attempt to index a userdata value');
  expect(lua.executeScript('return type(u), u == u')).toEqual(['userdata', true]);
});

test('its metatable is out of reach', () => {
  expect(withUserdata({}).executeScript('return getmetatable(u)')).toBe(false);
});

test('one that scripts give up is forgotten', () => {
  const lua = withUserdata({});
  const before = lua.info().heldObjects;
  lua.executeScript('u = nil collectgarbage() collectgarbage()');
  expect(lua.info().heldObjects).toBe(before - 1);
});
