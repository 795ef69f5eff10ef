import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LuaConversionError, type LuaInput, TidelockError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';
import { doorsOf } from './doors.ts';
import { byteValue, mapValue, normal, normalMap, plainValue } from './generated.ts';

const runs = { numRuns: 300 };

describe.each(doorsOf())('through %s', (_, pass) => {
  test('any plain value arrives equal', () => {
    const property = fc.property(plainValue, (value) => {
      assert.deepStrictEqual(pass(value as LuaInput), normal(value));
    });
    fc.assert(property, runs);
  });

  test.each<[string, LuaInput, unknown]>([
    ['undefined', undefined, null],
    ['an empty array', [], {}],
    ['a Date', new Date(1234), 1234],
    ['a Set', new Set(['a', 'b']), ['a', 'b']],
    ['a Map', new Map<LuaInput, LuaInput>([['a', 1]]), { a: 1 }],
    ['a Map with the keys of a sequence', new Map([1, 2].map((key) => [key, `${key}`])), ['1', '2']],
    ['bytes', new TextEncoder().encode('ä€'), 'ä€'],
    ['an ArrayBuffer', new TextEncoder().encode('ä€').buffer, 'ä€'],
    ['a view of a part', new Uint16Array([0x4141, 0x4242, 0x4343]).subarray(1, 2), 'BB'],
    ['a DataView', new DataView(new TextEncoder().encode('abc').buffer, 1), 'bc'],
    ['a regular expression', /a+\/b/i, 'a+\\/b'],
    ['an array with a hole at its end', [1, null], [1]],
    ['a field of null', { a: null, b: 1 }, { b: 1 }],
    ['keys that are digits', { 1: 'a', 2: 'b' }, { 1: 'a', 2: 'b' }],
  ])('%s arrives in its normal form', (_name, value, expected) => {
    assert.deepStrictEqual(pass(value), expected);
  });

  test.each<[string, unknown]>([
    ['a symbol', Symbol('s')],
    ['a symbol within', [{ a: Symbol('s') }]],
    ['a bigint of 65 bits', 2n ** 63n],
    ['an invalid Date', new Date(Number.NaN)],
    ['a WeakMap', new WeakMap()],
    ['an instance of a class', new (class Stranger {})()],
    ['a boxed string', Object('s')],
    ['a Map with the key NaN', new Map([[Number.NaN, 1]])],
    ['a Map with the key undefined', new Map([[undefined, 1]])],
  ])('%s is refused', (_name, value) => {
    thrownBy(LuaConversionError, () => pass(value as LuaInput));
  });

  test('a promise is refused, as what cannot cross or cannot be waited for', () => {
    expect(thrownBy(TidelockError, () => pass(Promise.resolve() as unknown as LuaInput)).message).toContain(
      'promise',
    );
  });
});

describe.each(doorsOf({ binaryStrings: true }))('as bytes, through %s', (_, pass) => {
  test('any value arrives equal', () => {
    const property = fc.property(byteValue, (value) => {
      assert.deepStrictEqual(pass(value as LuaInput), normal(value));
    });
    fc.assert(property, runs);
  });
});

describe.each(doorsOf({ tableAs: 'map' }))('as Maps, through %s', (_, pass) => {
  test('any Map arrives equal', () => {
    const property = fc.property(mapValue, (value) => {
      assert.deepStrictEqual(pass(value as LuaInput), normalMap(value));
    });
    fc.assert(property, runs);
  });
});
