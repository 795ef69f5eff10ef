import { describe, expect, test } from 'vitest';
import {
  LuaContext,
  LuaConversionError,
  type LuaInput,
  LuaOptionError,
  type LuaValue,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

class Point {
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}

function withPoint(convert: (point: Point) => LuaInput): LuaContext {
  const lua = new LuaContext();
  lua.registerTypeConverter<Point>((value) => value instanceof Point, convert);
  return lua;
}

describe('into Lua', () => {
  test.each<[string, (point: Point) => LuaInput, string, unknown]>([
    ['an object', ({ x, y }) => ({ x, y }), 'return v.x + v.y', 3],
    ['a string', ({ x, y }) => `${x},${y}`, 'return v', '1,2'],
    ['nil', () => null, 'return v', null],
    [
      'a function',
      ({ x }) =>
        () =>
          x,
      'return v()',
      1,
    ],
    ['an array', ({ x, y }) => [x, y], 'return #v', 2],
  ])('to %s', (_, convert, script, value) => {
    expect(withPoint(convert).executeScript(`local v = ... ${script}`, { args: [new Point(1, 2)] })).toBe(
      value,
    );
  });

  test('within other values', () => {
    const lua = withPoint(({ x }) => x);
    expect(lua.executeScript('return (...).list[1]', { args: [{ list: [new Point(5, 0)] }] })).toBe(5);
  });

  test('as the result of a host function', () => {
    const lua = withPoint(({ x }) => x);
    lua.setGlobal('point', () => new Point(7, 0));
    expect(lua.executeScript('return point()')).toBe(7);
  });

  test('the first that matches wins', () => {
    const lua = withPoint(() => 'first');
    lua.registerTypeConverter(
      () => true,
      () => 'second',
    );
    expect(lua.executeScript('return ...', { args: [new Point(1, 2), {}] })).toEqual(['first', 'second']);
  });

  test('wins over what is built in', () => {
    const lua = new LuaContext();
    lua.registerTypeConverter<Date>(
      (value) => value instanceof Date,
      (date) => date.toISOString(),
    );
    expect(lua.executeScript('return ...', { args: [new Date(0)] })).toBe('1970-01-01T00:00:00.000Z');
  });

  test('to a handle', () => {
    const lua = new LuaContext();
    const table = lua.createTable({ a: 1 });
    lua.registerTypeConverter(
      (value) => value instanceof Point,
      () => table,
    );
    expect(lua.executeScript('return (...).a', { args: [new Point(1, 2)] })).toBe(1);
  });

  test('to a userdata', () => {
    const lua = new LuaContext();
    const object = new (class Session {})();
    lua.setUserdata('session', object);
    lua.registerTypeConverter(
      (value) => value instanceof Point,
      () => object as never,
    );
    expect(lua.executeScript('return ... == session', { args: [new Point(1, 2)] })).toBe(true);
  });

  test('to what cannot cross is refused', () => {
    thrownBy(LuaConversionError, () =>
      withPoint(() => untyped(Symbol('s'))).executeScript('', { args: [new Point(1, 2)] }),
    );
  });

  test('an error of the converter comes out as it is', () => {
    const error = new RangeError('mine');
    const lua = withPoint(() => {
      throw error;
    });
    expect(thrownBy(RangeError, () => lua.executeScript('', { args: [new Point(1, 2)] }))).toBe(error);
  });

  test('after an error of the converter the context works', () => {
    const lua = withPoint(() => {
      throw new RangeError('mine');
    });
    thrownBy(RangeError, () => lua.executeScript('', { args: [new Point(1, 2)] }));
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('it survives a reset', () => {
    const lua = withPoint(({ x }) => x);
    lua.reset();
    expect(lua.executeScript('return ...', { args: [new Point(5, 0)] })).toBe(5);
  });
});

describe('out of Lua', () => {
  const isPoint = (value: LuaValue) =>
    typeof value === 'object' && value !== null && 'x' in value && 'y' in value;
  const toPoint = (value: LuaValue) => {
    const { x, y } = value as { x: number; y: number };
    return new Point(x, y);
  };

  function withPoints(globals = {}): LuaContext {
    const lua = new LuaContext(globals);
    lua.registerFromLuaConverter(isPoint, toPoint);
    return lua;
  }

  test.each([
    ['a result', '{ x = 1, y = 2 }', new Point(1, 2)],
    ['a field', '{ p = { x = 1, y = 2 } }', { p: new Point(1, 2) }],
    ['an item', '{ { x = 1, y = 2 }, 5 }', [new Point(1, 2), 5]],
    ['one in another', '{ x = { x = 1, y = 2 }, y = 3 }', new Point(untyped(new Point(1, 2)), 3)],
    ['what does not match', '{ x = 1 }', { x: 1 }],
  ])('%s', (_, expression, value) => {
    expect(withPoints().executeScript(`return ${expression}`)).toEqual(value);
  });

  test.each([1, 2, 3, 4])('argument %i of a host function', (n) => {
    const seen: unknown[] = [];
    const lua = withPoints({ f: (...args: unknown[]) => void seen.push(...args) });
    lua.executeScript(`f(${'{ x = 1, y = 2 }, '.repeat(n).slice(0, -2)})`);
    expect(seen).toEqual(Array(n).fill(new Point(1, 2)));
  });

  test('a field read through a handle', () => {
    expect(
      withPoints()
        .createTable({ p: { x: 1, y: 2 } })
        .get('p'),
    ).toEqual(new Point(1, 2));
  });

  test('the value of an error', () => {
    expect(() => withPoints().executeScript('error({ x = 1, y = 2 })')).toThrow(
      expect.objectContaining({ value: new Point(1, 2) }),
    );
  });

  test('one that reads live tables does not disturb the arguments after them', () => {
    const seen: unknown[] = [];
    const lua = new LuaContext({ f: (...args: unknown[]) => void seen.push(...args) });
    lua.registerFromLuaConverter(
      (value) => typeof value === 'object' && value !== null && 'kind' in value,
      (value) => (value as { kind: unknown }).kind,
    );
    lua.executeScript('f(setmetatable({ kind = "live" }, {}), { kind = "plain" }, "text")');
    expect(seen).toEqual(['live', 'plain', 'text']);
  });

  test('leaves the objects of the host as they are', () => {
    const lua = withPoints();
    const object = { p: { x: 1, y: 2 } };
    lua.setUserdata('u', object);
    lua.executeScript('return u');
    expect(object.p).not.toBeInstanceOf(Point);
  });

  test('an object of the host that contains itself', () => {
    const lua = withPoints();
    const object: Record<string, unknown> = {};
    object['self'] = object;
    lua.setUserdata('u', object);
    expect(lua.executeScript('return u')).toBe(object);
  });

  test('an error of the converter comes out as it is', () => {
    const error = new RangeError('mine');
    const lua = new LuaContext();
    const convert = () => {
      throw error;
    };
    lua.registerFromLuaConverter(() => true, convert);
    expect(thrownBy(RangeError, () => lua.executeScript('return {}'))).toBe(error);
  });
});

test.each([undefined, 1, {}])('%s is no converter', (converter) => {
  thrownBy(LuaOptionError, () =>
    new LuaContext().registerTypeConverter(untyped(converter), untyped(converter)),
  );
});

test('a converter that matches everything leaves metatables, classes and environments alone', () => {
  const lua = new LuaContext();
  lua.executeScript('t = {}');
  lua.registerTypeConverter(
    () => true,
    () => 'converted',
  );
  lua.setUserdata('u', { a: 1 }, { readable: true });
  lua.registerClass('A', { construct: () => ({ x: 2 }), readable: true });
  lua.setMetatable('t', { __index: () => 3 });
  lua.createEnvironment({ whitelist: ['type'] }).release();
  expect(lua.executeScript('return u.a, A.new().x, t.x')).toEqual([1, 2, 3]);
});
