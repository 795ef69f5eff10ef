import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError } from '../../src/index.ts';
import { evaluate, untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

const lua = new LuaContext();

describe('tables out of Lua', () => {
  test.each<[string, unknown]>([
    ['{ 1, 2, 3 }', [1, 2, 3]],
    ['{ a = 1, b = "two" }', { a: 1, b: 'two' }],
    ['{}', {}],
    ['{ 1, 2, x = 3 }', { 1: 1, 2: 2, x: 3 }],
    ['{ [0] = "zero", "one" }', { 0: 'zero', 1: 'one' }],
    ['{ [5] = "five" }', { 5: 'five' }],
    [
      '{ [1.5] = "a", [-1] = "b", [math.maxinteger] = "c" }',
      { '1.5': 'a', '-1': 'b', '9223372036854775807': 'c' },
    ],
    ['{ { 1, { 2 } }, { a = { b = {} } } }', [[1, [2]], { a: { b: {} } }]],
    ['{ ["a\\0b"] = 1, ["ä€😀"] = 2, [""] = 3 }', { 'a\0b': 1, 'ä€😀': 2, '': 3 }],
    ['{ { false, 0.5, math.maxinteger } }', [[false, 0.5, 2n ** 63n - 1n]]],
  ])('%s', (expression, value) => {
    expect(evaluate(`return ${expression}`)).toEqual(value);
  });

  test('a sequence is an array', () => {
    expect(evaluate('return { 1 }')).toBeInstanceOf(Array);
  });

  test('each is a copy of its own', () => {
    const script = 'local t = {} return { t, t }';
    const [first, second] = lua.executeScript<[object, object]>(script);
    expect(first).not.toBe(second);
  });

  test('a change of the copy leaves the table alone', () => {
    const context = new LuaContext();
    context.executeScript('t = { 1 }');
    context.getGlobal<number[]>('t').push(2);
    expect(context.executeScript('return #t')).toBe(1);
  });

  test('ten thousand values', () => {
    const script = 'local t = {} for i = 1, 10000 do t[i] = i end return t';
    expect(evaluate(script)).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 1));
  });

  test('ten thousand keys', () => {
    const script = 'local t = {} for i = 1, 10000 do t["k" .. i] = i end return t';
    const value = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i + 1}`, i + 1]));
    expect(evaluate(script)).toEqual(value);
  });
});

describe.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then'])('the key %s', (key) => {
  const table = evaluate(`return { ['${key}'] = { polluted = true } }`) as Record<string, unknown>;

  test('is an own property of what it becomes', () => {
    expect(Object.keys(table)).toEqual([key]);
  });

  test('keeps its value', () => {
    expect(Object.getOwnPropertyDescriptor(table, key)?.value).toEqual({ polluted: true });
  });

  test('changes no prototype', () => {
    expect([Object.getPrototypeOf(table), untyped({})]).toEqual([Object.prototype, {}]);
  });

  test('of an own property goes into Lua', () => {
    const value = JSON.parse(`{ "${key}": 1 }`) as object;
    expect(lua.executeScript(`return (...)['${key}']`, { args: [value] })).toBe(1);
  });

  test('of an inherited property does not', () => {
    expect(lua.executeScript(`return (...)['${key}']`, { args: [{}] })).toBeNull();
  });
});

describe('arrays and objects into Lua', () => {
  test.each<[string, unknown, string, unknown]>([
    ['an array', ['a', 'b'], 'return #v, v[1], v[2]', [2, 'a', 'b']],
    ['an object', { x: 1, y: 'z' }, 'return v.x, v.y', [1, 'z']],
    ['an empty array', [], 'return type(v), next(v)', ['table', null]],
    ['an empty object', {}, 'return type(v), next(v)', ['table', null]],
    ['nested ones', { list: [{ deep: [[1]] }] }, 'return v.list[1].deep[1][1]', 1],
    ['null in an array', [1, null, 3], 'return v[1], v[2], v[3]', [1, null, 3]],
    ['an undefined field', { a: undefined, b: 1 }, 'return v.a, v.b', [null, 1]],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), 'return v.a', 1],
    ['keys that are digits, which stay strings', { 1: 'a' }, 'return v[1], v["1"]', [null, 'a']],
    ['an object in two places', Array(2).fill({ a: 1 }), 'return v[1].a, v[2].a', [1, 1]],
  ])('%s', (_, value, script, result) => {
    expect(lua.executeScript(`local v = ... ${script}`, { args: [value] })).toEqual(result);
  });

  test('ten thousand of them', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => ({ i }));
    expect(lua.executeScript('return #..., (...)[10000].i', { args: [list] })).toEqual([10_000, 9_999]);
  });

  test('a change in Lua leaves the original alone', () => {
    const original = { list: [1] };
    lua.executeScript('local v = ... v.list[1] = 2 v.list = nil', { args: [original] });
    expect(original).toEqual({ list: [1] });
  });

  test('symbols as keys do not exist', () => {
    expect(lua.executeScript('return next(...)', { args: [{ [Symbol('s')]: 1 }] })).toBeNull();
  });
});

describe('values that cannot cross', () => {
  const circle: unknown[] = [];
  circle.push(circle);

  test.each<[string, unknown]>([
    ['a symbol', Symbol('s')],
    ['a symbol within', { a: [Symbol('s')] }],
    ['an array that contains itself', circle],
    ['an object that contains itself', Object.assign({}, { circle })],
    ['a WeakMap', new WeakMap()],
    ['a bigint of more than 64 bits within', [2n ** 64n]],
  ])('%s is refused', (_, value) => {
    const error = thrownBy(LuaConversionError, () => lua.executeScript('', { args: [value] }));
    expect(error.code).toBe('ERR_LUA_CONVERSION');
  });

  test('one that a host function returns is an error where Lua called it', () => {
    const context = new LuaContext({ f: () => Symbol('s') });
    expect(context.executeScript('local ok, e = pcall(f) return ok, e.name')).toEqual([
      false,
      'LuaConversionError',
    ]);
  });

  test('nesting beyond a depth that has a limit is refused, not a stack overflow', () => {
    let deep: unknown[] = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const error = thrownBy(LuaConversionError, () => lua.executeScript('', { args: [deep] }));
    expect(error.message).toMatch(/^objects nested deeper than \d+ levels cannot be passed to Lua$/);
  });

  test.each([
    ['a table that contains itself', 'local t = {} t.t = t return t'],
    ['tables nested a hundred thousand deep', 'local t = {} for i = 1, 100000 do t = { t } end return t'],
  ])('%s is an error of the script that returns it', (_, script) => {
    expect(() => evaluate(script)).toThrow(/^cannot pass /);
  });

  test('after a refusal the context works', () => {
    const context = new LuaContext();
    thrownBy(LuaConversionError, () => context.executeScript('', { args: ['x', Symbol('s')] }));
    expect(context.executeScript('return ...', { args: [1] })).toBe(1);
  });
});
