import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const open = () => new LuaContext({}, { maxInstructions: 0, timeout: 100 });

describe('the road map', () => {
  test('a script that runs for longer than its timeout of 100 ms is ended', () => {
    const error = thrownBy(LuaLimitError, () => open().executeScript('while true do end'));
    expect([error.resource, error.limit]).toEqual(['time', 100]);
    expect(error.message).toContain('execution timeout');
    expect(error.used).toBeGreaterThanOrEqual(100);
  });

  test('a fast script runs to its end', () => {
    expect(open().executeScript('return 1 + 1')).toBe(2);
  });

  test('the clock starts afresh with each script', () => {
    const lua = open();
    thrownBy(LuaLimitError, () => lua.executeScript('while true do end'));
    expect(lua.executeScript('return 1 + 1')).toBe(2);
  });
});
