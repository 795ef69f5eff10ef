import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const open = () => new LuaContext({}, { maxInstructions: 100_000 });

describe('the road map', () => {
  test('while true do end under a limit of 100,000 instructions ends with "instruction limit exceeded"', () => {
    const error = thrownBy(LuaLimitError, () => open().executeScript('while true do end'));
    expect(error.message).toContain('instruction limit exceeded');
  });

  test('a normal script runs to its end', () => {
    expect(open().executeScript('local n = 0 for i = 1, 1000 do n = n + i end return n')).toBe(500_500);
  });

  test('the count starts afresh with each script', () => {
    const lua = open();
    const script = 'for i = 1, 60000 do end return "done"';
    expect([lua.executeScript(script), lua.executeScript(script)]).toEqual(['done', 'done']);
  });

  test('a coroutine is counted from resume to resume', () => {
    const script = `local co = coroutine.wrap(function() while true do for i = 1, 100 do end coroutine.yield() end end)
      while true do co() end`;
    expect(thrownBy(LuaLimitError, () => open().executeScript(script)).resource).toBe('instructions');
  });

  test('a coroutine that the host resumes is counted as well', () => {
    const lua = open();
    const coroutine = lua.createCoroutine('return function() coroutine.yield(1) while true do end end');
    coroutine.resume();
    expect(thrownBy(LuaLimitError, () => coroutine.resume()).resource).toBe('instructions');
  });
});
