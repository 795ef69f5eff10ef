import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError, type ScriptLimits } from '../../src/index.ts';
import { openContext } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

function endOf(script: string, limits: ScriptLimits): LuaLimitError {
  return thrownBy(LuaLimitError, () => openContext(limits).executeScript(script));
}

describe('an endless loop with a timeout', () => {
  test('ends as LuaLimitError with resource, limit and time', () => {
    const error = endOf('while true do end', { timeout: 10 });
    expect(error).toMatchObject({ code: 'ERR_LUA_LIMIT', resource: 'time', limit: 10 });
    expect(error.used).toBeGreaterThanOrEqual(10);
  });

  test('ends with a message that has the figures and names the option', () => {
    expect(endOf('while true do end', { timeout: 10 }).message).toMatch(
      /^execution timeout: [\d,]+ ms of 10 ms passed \(timeout\)$/,
    );
  });

  test('ends with the Lua stack', () => {
    expect(endOf('while true do end', { timeout: 10 }).traceback).toMatch(/: in main chunk$/);
  });

  test('shows in usage the time that it had', () => {
    const lua = openContext({ timeout: 10 });
    thrownBy(LuaLimitError, () => lua.executeScript('while true do end'));
    expect(lua.usage.wallTime).toBeGreaterThanOrEqual(10);
  });

  test('leaves the context whole', () => {
    const lua = openContext({ timeout: 10 });
    thrownBy(LuaLimitError, () => lua.executeScript('while true do end'));
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test.each([1, 1_000, 100_000, 'auto'] as const)('ends with checkInterval %s', (checkInterval) => {
    expect(endOf('while true do end', { timeout: 10, checkInterval }).resource).toBe('time');
  });

  test('ends as what it reached first', () => {
    expect(endOf('while true do end', { timeout: '1h', maxInstructions: 1_000 }).resource).toBe(
      'instructions',
    );
  });

  test('may be so short that it has passed at the first look', () => {
    expect(endOf('while true do end', { timeout: 0.001 }).resource).toBe('time');
  });
});

describe('time that passes in host functions', () => {
  const busy = (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };

  test('counts', () => {
    const lua = new LuaContext({ busy }, { timeout: 20 });
    const error = thrownBy(LuaLimitError, () => lua.executeScript('while true do busy(3) end'));
    expect(error.resource).toBe('time');
  });

  test('ends the script after the call in which it ran out', () => {
    let calls = 0;
    const globals = {
      host: () => {
        calls++;
        busy(30);
      },
    };
    const lua = new LuaContext(globals, { timeout: 20 });
    thrownBy(LuaLimitError, () => lua.executeScript('host() host() host()'));
    expect(calls).toBe(1);
  });

  test('ends the script after many quick calls as well', () => {
    const lua = new LuaContext({ quick: () => {} }, { profile: 'unlimited', timeout: 20 });
    const error = thrownBy(LuaLimitError, () => lua.executeScript('while true do quick() end'));
    expect(error.resource).toBe('time');
  });
});

test('a script within its timeout ends by itself', () => {
  expect(new LuaContext({}, { timeout: '1h' }).executeScript('return 1')).toBe(1);
});

test('a timeout starts afresh with each execution', () => {
  const lua = openContext({ timeout: 10 });
  thrownBy(LuaLimitError, () => lua.executeScript('while true do end'));
  expect(lua.executeScript('for i = 1, 1000 do end return 1')).toBe(1);
});
