import { afterEach, describe, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';

class Base {
  own = 'own';

  get inheritedGetter(): string {
    throw new Error('an inherited getter was called');
  }

  set inheritedSetter(_: unknown) {
    throw new Error('an inherited setter was called');
  }

  inheritedMethod(): string {
    return 'called';
  }
}

const names = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
  '__lookupGetter__',
  'inheritedGetter',
  'inheritedMethod',
  'then',
];

const open = { readable: true, writable: true };

function contexts(): readonly [string, LuaContext, object][] {
  const [object, array, made] = [new Base(), [1], new Base()];
  const lua = new LuaContext();
  lua.setUserdata('u', object, open);
  const list = new LuaContext();
  list.setUserdata('u', array, open);
  const classes = new LuaContext();
  classes.registerClass('C', { construct: () => made, ...open });
  classes.executeScript('u = C.new()');
  const table = new LuaContext({ u: { a: 1 } });
  const fn = new LuaContext({ f: () => 1 });
  fn.executeScript('u = setmetatable({}, { __index = function(_, k) return debug and f[k] end })');
  return [
    ['a userdata', lua, object],
    ['an array as userdata', list, array],
    ['an instance', classes, made],
    ['a table from an object', table, {}],
    ['a table beside a function', fn, {}],
  ];
}

afterEach(() => {
  for (const key of Object.keys(Object.prototype)) Reflect.deleteProperty(Object.prototype, key);
});

describe.each(contexts())('of %s', (_, lua) => {
  test.each(names)('%s does not exist', (name) => {
    expect(lua.executeScript(`return u['${name}']`)).toBeNull();
  });
});

describe.each(contexts().slice(0, 3))('in %s', (_, lua, object) => {
  test.each(['__proto__', 'constructor', 'toString', 'inheritedSetter'])(
    'writing %s defines an own property',
    (name) => {
      lua.executeScript(`u['${name}'] = { polluted = true }`);
      expect(Object.getOwnPropertyDescriptor(object, name)?.value).toEqual({ polluted: true });
    },
  );

  test('writing __proto__ again changes the own property', () => {
    lua.executeScript("u['__proto__'] = 1 u['__proto__'] = 2");
    expect(lua.executeScript("return u['__proto__']")).toBe(2);
  });

  test('writing changes no prototype', () => {
    const before = Object.getPrototypeOf(object);
    lua.executeScript("u['__proto__'] = { polluted = true }");
    expect([Object.getPrototypeOf(object) === before, ({} as { polluted?: unknown }).polluted]).toEqual([
      true,
      undefined,
    ]);
  });
});

describe('through metamethods and classes', () => {
  test.each(names)('a class has no static %s', (name) => {
    const lua = new LuaContext();
    lua.registerClass('C', { construct: () => ({}) });
    expect(lua.executeScript(`return C['${name}']`)).toBeNull();
  });

  test.each(names)('an object of methods and properties does not lend %s', (name) => {
    const lua = new LuaContext();
    lua.registerClass('C', { construct: () => ({}), methods: {}, properties: {} });
    expect(lua.executeScript(`return C.new()['${name}']`)).toBeNull();
  });

  test.each(names)('a host function has no %s', (name) => {
    const lua = new LuaContext({ f: () => 1 });
    expect(lua.executeScript(`return (pcall(function() return f['${name}'] end))`)).toBe(false);
  });

  test.each(names.filter((name) => name !== 'toString'))('a caught error has no %s', (name) => {
    const lua = new LuaContext({
      f: () => {
        throw new TypeError('e');
      },
    });
    expect(lua.executeScript(`local _, e = pcall(f) return e['${name}']`)).toBeNull();
  });

  test('a caught error has no stack', () => {
    const lua = new LuaContext({
      f: () => {
        throw new TypeError('e');
      },
    });
    expect(lua.executeScript('local _, e = pcall(f) return e.stack')).toBeNull();
  });

  test('globals do not come from a prototype', () => {
    const lua = new LuaContext(Object.create({ leaked: 1 }) as Record<string, number>);
    expect(lua.executeScript('return leaked')).toBeNull();
  });

  test('a polluted Object.prototype adds nothing to a table', () => {
    Object.defineProperty(Object.prototype, 'polluted', {
      value: 1,
      writable: true,
      configurable: true,
      enumerable: true,
    });
    const keys = new LuaContext().executeScript('local n = 0 for _ in pairs(...) do n = n + 1 end return n', {
      args: [{ a: 1 }],
    });
    expect(keys).toBe(1);
  });

  test('a polluted Object.prototype gives userdata nothing', () => {
    Object.defineProperty(Object.prototype, 'polluted', {
      value: 1,
      writable: true,
      configurable: true,
      enumerable: true,
    });
    const lua = new LuaContext();
    lua.setUserdata('u', {}, open);
    expect(lua.executeScript('return u.polluted')).toBeNull();
  });
});
