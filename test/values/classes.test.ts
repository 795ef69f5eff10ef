import { describe, expect, test } from 'vitest';
import { type ClassDefinition, LuaContext, LuaConversionError, LuaOptionError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

class Vector {
  readonly x: number;
  readonly y: number;

  constructor(x = 0, y = 0) {
    this.x = x;
    this.y = y;
  }

  get inherited(): string {
    return 'getter';
  }

  method(): string {
    return 'method';
  }
}

const vector: ClassDefinition = {
  construct: (x?: number, y?: number) => new Vector(x, y),
  readable: true,
  methods: {
    length: (self: Vector) => Math.hypot(self.x, self.y),
    plus: (self: Vector, other: Vector) => new Vector(self.x + other.x, self.y + other.y),
  },
  statics: { origin: 'here', sum: (a: number, b: number) => a + b },
  metamethods: {
    __add: (a: Vector, b: Vector) => new Vector(a.x + b.x, a.y + b.y),
    __mul: (a: Vector | number, b: Vector | number) =>
      (typeof a === 'number' ? a : a.x) * (typeof b === 'number' ? b : b.x),
    __eq: (a: Vector, b: Vector) => a.x === b.x && a.y === b.y,
    __lt: (a: Vector, b: Vector) => a.x < b.x,
    __le: (a: Vector, b: Vector) => a.x <= b.x,
    __len: () => 2,
    __unm: (a: Vector) => new Vector(-a.x, -a.y),
    __concat: (a: unknown, b: unknown) => `${a instanceof Vector ? 'V' : a}${b instanceof Vector ? 'V' : b}`,
    __call: (self: Vector, n: number) => self.x * n,
    __tostring: (self: Vector) => `(${self.x}, ${self.y})`,
  },
};

function withClass(definition: Partial<ClassDefinition> = vector, name = 'V'): LuaContext {
  const lua = new LuaContext();
  lua.registerClass(name, { construct: () => new Vector(), ...definition });
  return lua;
}

describe('instances', () => {
  test('new makes one', () => {
    expect(withClass().executeScript('return V.new(3, 4)')).toEqual(new Vector(3, 4));
  });

  test('is the object that construct made', () => {
    const made = {};
    expect(withClass({ construct: () => made }).executeScript('return V.new()')).toBe(made);
  });

  test('comes back to Lua as the same userdata', () => {
    const lua = withClass({});
    const made = lua.executeScript('v = V.new() return v');
    expect(lua.executeScript('return rawequal(v, ...)', { args: [made] })).toBe(true);
  });

  test('made in JavaScript by the class of one that Lua made', () => {
    const lua = withClass();
    lua.executeScript('V.new()');
    expect(lua.executeScript('return (...):length()', { args: [new Vector(3, 4)] })).toBe(5);
  });

  test('made in JavaScript before Lua has made any', () => {
    const lua = withClass({ ...vector, class: Vector });
    expect(lua.executeScript('return (...):length()', { args: [new Vector(3, 4)] })).toBe(5);
  });

  test('made in JavaScript, after a reset', () => {
    const lua = withClass({ ...vector, class: Vector });
    lua.reset();
    expect(lua.executeScript('return (...):length()', { args: [new Vector(3, 4)] })).toBe(5);
  });

  test('made in JavaScript by a subclass', () => {
    class Arrow extends Vector {}
    const lua = withClass({ ...vector, class: Vector });
    expect(lua.executeScript('return (...):length()', { args: [new Arrow(3, 4)] })).toBe(5);
  });

  test('made in JavaScript by a subclass that is registered itself', () => {
    class Arrow extends Vector {}
    const lua = withClass({ ...vector, class: Vector });
    const methods = { length: () => 'long' };
    lua.registerClass('Arrow', { construct: () => new Arrow(), class: Arrow, methods });
    expect(lua.executeScript('return (...):length()', { args: [new Arrow(3, 4)] })).toBe('long');
  });

  test('a proxy that is its own prototype is refused', () => {
    const lua = withClass({ ...vector, class: Vector });
    const proxy: object = new Proxy({}, { getPrototypeOf: () => proxy });
    expect(() => lua.executeScript('', { args: [untyped(proxy)] })).toThrow(RangeError);
  });

  test.each<[string, unknown]>([
    ['Object', Object],
    ['Array', Array],
    ['an arrow function', () => 1],
    ['a name', 'Vector'],
  ])('%s is refused as the class', (_, given) => {
    expect(() => withClass({ class: untyped(given) })).toThrow(/class is/);
  });

  test('that a method returns', () => {
    expect(withClass().executeScript('return V.new(1, 2):plus(V.new(3, 4)):length()')).toBeCloseTo(
      Math.hypot(4, 6),
    );
  });

  test.each([
    ['array', () => [], [1]],
    ['Map', () => new Map(), new Map([['a', 1]])],
    ['Date', () => new Date(0), new Date(5)],
  ])('that are an %s do not make all others instances', (_, construct, other) => {
    const lua = withClass({ construct });
    lua.executeScript('V.new()');
    expect(lua.executeScript('return type(...)', { args: [other] })).not.toBe('userdata');
  });

  test.each([undefined, null, 1, 'text'])('construct that returns %s is an error', (result) => {
    expect(() => withClass({ construct: untyped(() => result) }).executeScript('V.new()')).toThrow(
      /constructor of class 'V'/,
    );
  });

  test('an error in construct is the same object outside', () => {
    const error = new Error('mine');
    const construct = () => {
      throw error;
    };
    expect(thrownBy(Error, () => withClass({ construct }).executeScript('V.new()'))).toBe(error);
  });

  test('that scripts give up are forgotten', () => {
    const lua = withClass();
    const before = lua.info().heldObjects;
    lua.executeScript('for i = 1, 1000 do V.new() end collectgarbage() collectgarbage()');
    expect(lua.info().heldObjects).toBe(before);
  });
});

describe('members', () => {
  test('own properties, if readable', () => {
    expect(withClass().executeScript('return V.new(3, 4).y')).toBe(4);
  });

  test('no own properties, if not', () => {
    expect(withClass({ readable: false }).executeScript('return V.new(3, 4).y')).toBeNull();
  });

  test('statics that are values', () => {
    expect(withClass().executeScript('return V.origin')).toBe('here');
  });

  test('statics that are functions', () => {
    expect(withClass().executeScript('return V.sum(1, 2)')).toBe(3);
  });

  test('a static named new is refused', () => {
    thrownBy(LuaOptionError, () => withClass({ statics: { new: 1 } }));
  });

  test('methods of the JavaScript class are not there', () => {
    expect(withClass().executeScript('return V.new().method')).toBeNull();
  });

  test('getters of the JavaScript class are not there', () => {
    expect(withClass().executeScript('return V.new().inherited')).toBeNull();
  });
});

describe('properties', () => {
  const properties = {
    double: {
      get: (self: { n: number }) => self.n * 2,
      set: (self: { n: number }, value: number) => {
        self.n = value / 2;
      },
    },
    readOnly: { get: () => 'value' },
    writeOnly: { set: () => {} },
  };
  const lua = withClass({
    construct: (n: number) => ({ n, double: 'own' }),
    properties,
    readable: true,
    writable: true,
  });

  test('get', () => {
    expect(lua.executeScript('return V.new(4).double')).toBe(8);
  });

  test('set', () => {
    expect(lua.executeScript('local v = V.new(4) v.double = 20 return v.n')).toBe(10);
  });

  test('without set', () => {
    expect(() => lua.executeScript('V.new(1).readOnly = 1')).toThrow(
      "property 'readOnly' of class 'V' is read-only",
    );
  });

  test('without get', () => {
    expect(() => lua.executeScript('return V.new(1).writeOnly')).toThrow(
      "property 'writeOnly' of class 'V' is write-only",
    );
  });

  test('lose to methods', () => {
    const both = withClass({ properties: { m: { get: () => 'property' } }, methods: { m: () => 'method' } });
    expect(both.executeScript('local v = V.new() return v:m()')).toBe('method');
  });

  test('work without readable and writable', () => {
    const sealed = withClass({ construct: (n: number) => ({ n }), properties });
    expect(sealed.executeScript('local v = V.new(4) v.double = 6 return v.double, v.n')).toEqual([6, null]);
  });
});

describe('metamethods', () => {
  test.each([
    ['V.new(1, 2) + V.new(3, 4)', new Vector(4, 6)],
    ['-V.new(1, 2)', new Vector(-1, -2)],
    ['V.new(2) * 3', 6],
    ['3 * V.new(2)', 6],
    ['V.new(1) == V.new(1)', true],
    ['V.new(1) ~= V.new(2)', true],
    ['V.new(1) < V.new(2)', true],
    ['V.new(1) >= V.new(2)', false],
    ['#V.new()', 2],
    ['V.new() .. "!"', 'V!'],
    ['"!" .. V.new()', '!V'],
    ['V.new(4)(5)', 20],
    ['tostring(V.new(1, 2))', '(1, 2)'],
  ])('%s', (expression, value) => {
    expect(withClass().executeScript(`return ${expression}`)).toEqual(value);
  });

  test('without __tostring the name of the class shows', () => {
    expect(withClass({}, 'Vehicle').executeScript('return tostring(Vehicle.new())')).toMatch(/^Vehicle: /);
  });

  test('without __eq identity counts', () => {
    expect(withClass({}).executeScript('local v = V.new() return v == v, v == V.new()')).toEqual([
      true,
      false,
    ]);
  });

  test.each(['__index', '__newindex', '__gc', '__metatable', '__mode', 'add'])('%s is refused', (event) => {
    thrownBy(LuaOptionError, () => withClass({ metamethods: { [event]: () => 1 } }));
  });

  test('that are no functions are refused', () => {
    thrownBy(LuaOptionError, () => withClass({ metamethods: untyped({ __add: 1 }) }));
  });

  test('an error in one is the same object outside', () => {
    const error = new Error('mine');
    const lua = withClass({
      metamethods: {
        __add: () => {
          throw error;
        },
      },
    });
    expect(thrownBy(Error, () => lua.executeScript('return V.new() + 1'))).toBe(error);
  });
});

describe('extends', () => {
  function family(): LuaContext {
    const lua = new LuaContext();
    lua.registerClass('Animal', {
      construct: (name: string) => ({ name }),
      methods: { speak: (self: { name: string }) => `${self.name} speaks`, kind: () => 'animal' },
      properties: { loud: { get: (self: { name: string }) => self.name.toUpperCase() } },
      metamethods: { __tostring: (self: { name: string }) => `<${self.name}>` },
      statics: { count: 1 },
    });
    lua.registerClass('Dog', {
      extends: 'Animal',
      construct: (name: string) => ({ name, dog: true }),
      methods: { kind: () => 'dog' },
    });
    lua.registerClass('Puppy', { extends: 'Dog', construct: (name: string) => ({ name }) });
    return lua;
  }

  test.each([
    ['methods', 'Dog.new("Rex"):speak()', 'Rex speaks'],
    ['properties', 'Dog.new("Rex").loud', 'REX'],
    ['metamethods', 'tostring(Dog.new("Rex"))', '<Rex>'],
    ['a method of its own', 'Dog.new("Rex"):kind()', 'dog'],
    ['over two steps', 'Puppy.new("Rex"):kind() .. Puppy.new("Rex"):speak()', 'dogRex speaks'],
    ['no statics', 'Dog.count', null],
    ['the base stays as it was', 'Animal.new("Tom"):kind()', 'animal'],
  ])('%s', (_, expression, value) => {
    expect(family().executeScript(`return ${expression}`)).toBe(value);
  });

  test('after a reset', () => {
    const lua = family();
    lua.reset();
    expect(lua.executeScript('return Puppy.new("Rex"):speak()')).toBe('Rex speaks');
  });

  test('a class that is not there is refused', () => {
    expect(thrownBy(LuaOptionError, () => withClass({ extends: 'Missing' })).message).toMatch(/Missing/);
  });
});

test.each([undefined, 1, {}])('construct that is %s is refused', (construct) => {
  thrownBy(LuaOptionError, () => withClass({ construct: untyped(construct) }));
});

test('the metatable of instances is out of reach', () => {
  expect(withClass().executeScript('return getmetatable(V.new())')).toBe(false);
});

test('setmetatable refuses instances', () => {
  expect(withClass().executeScript('return (pcall(setmetatable, V.new(), {}))')).toBe(false);
});

test('with null for the class only what new has made is an instance', () => {
  const lua = withClass({ ...vector, class: null });
  lua.executeScript('v = V.new(1, 2)');
  lua.setGlobal('same', (value: unknown) => value);
  expect(lua.executeScript('return same(v) == v, type(v)')).toEqual([true, 'userdata']);
  expect(thrownBy(LuaConversionError, () => lua.setGlobal('w', new Vector() as never)).message).toMatch(
    /Vector/,
  );
});
