import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaInput, type LuaValue } from '../../src/index.ts';
import { doorsOf } from './doors.ts';

/** Sizes about those of the engine's buffers (512 slots, 16,384 bytes), and far beyond. */
const slots = [254, 255, 256, 257, 509, 510, 511, 512, 513, 514, 1_023, 1_024, 1_025, 20_000];
const bytes = [31, 32, 33, 1_023, 1_024, 1_025, 5_461, 5_462, 16_383, 16_384, 16_385, 65_536, 1_000_000];

const count = <T>(size: number, item: (i: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => item(i));

const shapes: readonly [string, (size: number) => LuaInput][] = [
  ['numbers', (size) => count(size, (i) => i)],
  ['floats', (size) => count(size, (i) => i + 0.5)],
  ['strings', (size) => count(size, String)],
  ['arrays', (size) => count(size, (i) => [i])],
  ['keys', (size) => Object.fromEntries(count(size, (i) => [`k${i}`, i]))],
  ['numbers after a string', (size) => ['first', ...count(size, (i) => i)]],
  ['strings before a number', (size) => [...count(size, String), 1]],
];

const [global, argument, callback] = [
  'a global variable',
  "a script's argument and result",
  "a callback's argument",
];
const doors = doorsOf().filter(([name]) => [global, argument, callback].includes(name));

describe.each(doors)('through %s', (_, pass) => {
  test.each(slots.flatMap((size) => shapes.map(([name, make]) => [size, name, make] as const)))(
    '%i %s',
    (size, _name, make) => {
      assert.deepStrictEqual(pass(make(size)), make(size));
    },
  );

  test.each(bytes.flatMap((size) => ['a', 'é', '€', '😀', '\ud800'].map((unit) => [size, unit] as const)))(
    '%i times %j',
    (size, unit) => {
      const text = unit.repeat(size);
      expect(pass(text) === text).toBe(true);
    },
  );
});

describe('many values side by side', () => {
  const lua = new LuaContext({
    count: (...values: unknown[]) => values.length,
    list: (...values: LuaValue[]) => values,
  });

  test.each(slots)('%i arguments and results', (size) => {
    const args = count(size, (i) => (i % 3 === 0 ? `s${i}` : i));
    assert.deepStrictEqual(lua.executeScript('return ...', { args }), args);
  });

  test.each(slots)('%i arguments of a host function', (size) => {
    expect(lua.executeScript('return count(...)', { args: count(size, String) })).toBe(size);
  });

  test.each(slots)('%i strings from a host function', (size) => {
    const args = count(size, String);
    assert.deepStrictEqual(lua.executeScript('return list(...)', { args }), args);
  });
});

const list = (size: number) => count(size, (i) => i);

test('numbers after a large table in a table leave the memory of others alone', () => {
  const lua = new LuaContext({}, { profile: 'unlimited' });
  for (const [inner, outer] of [
    [400, 300],
    [900, 700],
    [3_000, 2_000],
    [60_000, 50_000],
  ] as const) {
    const script = `local inner, t = {}, {} for i = 1, ${inner} do inner[i] = i - 1 end
      t[1] = inner for i = 1, ${outer} do t[i + 1] = i - 1 end return t`;
    assert.deepStrictEqual(lua.executeScript(script), [list(inner), ...list(outer)]);
    lua.executeScript('kept = {} for i = 1, 10000 do kept[i] = { i } end collectgarbage()');
  }
});
