import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError, type LuaInput, MultipleResults, multiple } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

const returning = (...values: LuaInput[]) => new LuaContext({ f: () => multiple(...values) });

describe('a host function that returns multiple(...)', () => {
  test('gives Lua as many results', () => {
    expect(returning(1, 'two', { three: [3] }).executeScript('return f()')).toEqual([
      1,
      'two',
      { three: [3] },
    ]);
    expect(returning(1, undefined, null).executeScript('return select("#", f())')).toBe(3);
  });

  test('may give none, or one', () => {
    expect(returning().executeScript('return select("#", f())')).toBe(0);
    expect(returning(7).executeScript('return f()')).toBe(7);
  });

  test('may give thousands', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => i);
    expect(returning(...values).executeScript('return select("#", f()), (select(10000, f()))')).toEqual([
      10_000, 9999,
    ]);
  });

  test('gives more than the Lua stack holds as an error, which leaves the context whole', () => {
    const results = new MultipleResults(new Array(2_000_000).fill(1));
    const lua = new LuaContext({ f: () => results }, { profile: 'relaxed' });
    expect(caughtFrom(() => lua.executeScript('f()'))).toMatchObject({
      message: expect.stringContaining('stack overflow'),
    });
    expect(lua.executeScript('return pcall(f)')).toMatchObject([
      false,
      expect.stringContaining('stack overflow'),
    ]);
    expect(lua.executeScript('return 1, 2')).toEqual([1, 2]);
  });

  test('can be asynchronous', async () => {
    const lua = new LuaContext({ f: async () => multiple(1, 2) });
    expect(await lua.executeScriptAsync('return f()')).toEqual([1, 2]);
  });

  test('raises an error if one of them cannot cross', () => {
    const lua = returning(1, Symbol('s') as never);
    expect(lua.executeScript('return (pcall(f))')).toBe(false);
    expect(caughtFrom(() => lua.executeScript('f()'))).toBeInstanceOf(LuaConversionError);
  });
});
