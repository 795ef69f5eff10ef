import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError } from '../../src/index.ts';
import { evaluate } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

const lua = new LuaContext();

/** A value's way into Lua and back, and what Lua takes it for. */
function typeInLua(value: number | bigint): unknown {
  return lua.executeScript('return math.type(...)', { args: [value] });
}

function roundTrip(value: number | bigint): unknown {
  return lua.executeScript('return ...', { args: [value] });
}

describe('nil and booleans', () => {
  test.each([[null], [true], [false]])('%s crosses both ways', (value) => {
    expect(lua.executeScript('return ...', { args: [value] })).toBe(value);
  });

  test('undefined becomes nil and returns as null', () => {
    expect(lua.executeScript('return ...', { args: [undefined] })).toBeNull();
  });

  test('false is not nil', () => {
    expect(lua.executeScript('return ... == false', { args: [false] })).toBe(true);
  });
});

describe('numbers into Lua', () => {
  test.each([0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    '%d is an integer',
    (value) => expect(typeInLua(value)).toBe('integer'),
  );

  test.each([
    0.5,
    -0,
    2 ** 53,
    1e300,
    5e-324,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ])('%d is a float', (value) => expect(typeInLua(value)).toBe('float'));

  test.each([0n, 5n, -5n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)])(
    'the bigint %d is an integer',
    (value) => {
      expect(typeInLua(value)).toBe('integer');
    },
  );

  test('a bigint keeps all its digits', () => {
    expect(lua.executeScript('return tostring(...)', { args: [2n ** 63n - 1n] })).toBe('9223372036854775807');
  });

  test.each([2n ** 63n, -(2n ** 63n) - 1n, 10n ** 30n])(
    'the bigint %d does not fit and is refused',
    (value) => {
      expect(thrownBy(LuaConversionError, () => roundTrip(value)).message).toBe(
        `${value}n does not fit a Lua integer, which has 64 bits`,
      );
    },
  );
});

describe('numbers out of Lua', () => {
  test.each<[string, number | bigint]>([
    ['7', 7],
    ['-7', -7],
    ['7.0', 7],
    ['7.5', 7.5],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740992', -9007199254740992n],
    ['2^53', 2 ** 53],
    ['math.maxinteger', 2n ** 63n - 1n],
    ['math.mininteger', -(2n ** 63n)],
    ['1/0', Number.POSITIVE_INFINITY],
    ['-1/0', Number.NEGATIVE_INFINITY],
    ['0/0', Number.NaN],
    ['0', 0],
    ['-0.0', -0],
    ['1e308', 1e308],
    ['5e-324', 5e-324],
    ['math.pi', Math.PI],
  ])('%s is %d', (expression, value) => {
    expect(evaluate(`return ${expression}`)).toBe(value);
  });
});

describe('there and back', () => {
  test.each([0, -0, 1, 0.1, Number.NaN, 2 ** 53, -(2 ** 60), 1e300, 5e-324, Number.MAX_SAFE_INTEGER])(
    '%d is the same number',
    (value) => expect(roundTrip(value)).toBe(value),
  );

  test.each([2n ** 53n, 2n ** 62n + 1n, -(2n ** 63n)])('%d is the same bigint', (value) => {
    expect(roundTrip(value)).toBe(value);
  });

  test('a small bigint returns as a number', () => {
    expect(roundTrip(5n)).toBe(5);
  });
});
