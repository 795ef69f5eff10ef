/** The testing strategies of the study of instruction limits and timeouts, and the entries of its check list. */
import { describe, expect, test, vi } from 'vitest';
import {
  LuaContext,
  LuaLimitError,
  type ResourceWarning,
  type ScriptLimits,
  SecurityProfiles,
} from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

describe('instruction limits', () => {
  const cases: readonly [name: string, script: string, limit: number, fails: boolean][] = [
    ['within limit', 'for i = 1, 100 do end', 10_000, false],
    ['exceed limit', 'while true do end', 1_000, true],
    ['recursion', 'local function f() return 1 + f() end f()', 1_000, true],
    ['in a library', 'string.rep("x", 100000):find(("a*"):rep(10) .. "b")', 1_000, true],
  ];

  test.each(cases)('%s', (_, script, maxInstructions, fails) => {
    const lua = new LuaContext({}, { maxInstructions });
    expect(caughtFrom(() => lua.executeScript(script)) instanceof LuaLimitError).toBe(fails);
  });
});

describe('check intervals', () => {
  test.each([1, 10, 100, 1_000, 10_000])('of %i count the same instructions', (checkInterval) => {
    const count = (limits: ScriptLimits) => {
      const lua = new LuaContext({}, limits);
      lua.executeScript('local t = {} for i = 1, 5000 do t[i] = i * 2 end table.sort(t)');
      return lua.usage.instructions;
    };
    expect(count({ checkInterval })).toBe(count({ checkInterval: 'auto' }));
  });

  test.each([1, 10, 100, 1_000, 10_000])('of %i end a script at the same point', (checkInterval) => {
    const lua = new LuaContext({}, { checkInterval, maxInstructions: 54_321 });
    const { used } = thrownBy(LuaLimitError, () => lua.executeScript('while true do end'));
    expect(used).toBe(54_321);
  });
});

describe('the check list', () => {
  test('limits on instructions, time and memory work together: the first that is reached ends the script', () => {
    const endedBy = (limits: ScriptLimits, script: string) =>
      thrownBy(LuaLimitError, () => new LuaContext({}, limits).executeScript(script)).resource;
    const limits = { maxInstructions: 1e9, timeout: 60_000, maxMemory: '2MB' };
    expect([
      endedBy({ ...limits, timeout: 20 }, 'while true do end'),
      endedBy(limits, 'local t = {} while true do t[#t + 1] = {} end'),
      endedBy({ ...limits, maxInstructions: 1_000 }, 'while true do end'),
    ]).toEqual(['time', 'memory', 'instructions']);
  });

  test('cancellation from outside ends a script, with its reason', () => {
    const controller = new AbortController();
    const lua = new LuaContext({ cancel: () => controller.abort('closing time') });
    const { signal } = controller;
    const error = thrownBy(LuaLimitError, () => lua.executeScript('cancel() while true do end', { signal }));
    expect([error.resource, error.cause]).toEqual(['aborted', 'closing time']);
  });

  test('a soft limit warns the host and the script, once, before the hard one ends it', () => {
    const onWarning = vi.fn<(warning: ResourceWarning) => void>();
    const lua = new LuaContext({}, { maxInstructions: 100_000, warningThreshold: 0.8, onWarning });
    const script = 'warnings = 0 function onResourceWarning(u) warnings = warnings + 1 end while true do end';
    thrownBy(LuaLimitError, () => lua.executeScript(script));
    expect([onWarning.mock.calls.length, lua.getGlobal('warnings')]).toEqual([1, 1]);
    expect(onWarning.mock.calls[0]?.[0]).toMatchObject({ resource: 'instructions', limit: 100_000 });
  });

  test.each([
    ['strict', 1_000_000, 5_000, 10 * 2 ** 20, 100, 0.8],
    ['normal', 10_000_000, 30_000, 50 * 2 ** 20, 1_000, 0.9],
    ['relaxed', 100_000_000, 300_000, 200 * 2 ** 20, 10_000, 0.95],
  ] as const)('the profile %s has the figures of the study', (name, ...figures) => {
    const { maxInstructions, timeout, maxMemory, checkInterval, warningThreshold } = new LuaContext(
      {},
      { profile: name },
    ).info().limits;
    expect([maxInstructions, timeout, maxMemory, checkInterval, warningThreshold]).toEqual(figures);
    expect(Object.keys(SecurityProfiles)).toContain(name);
  });

  test('a script may be given other limits than its profile', () => {
    const lua = new LuaContext({}, { profile: 'strict' });
    const script = 'for i = 1, 2000000 do end return "done"';
    expect(thrownBy(LuaLimitError, () => lua.executeScript(script)).limit).toBe(1_000_000);
    expect(lua.executeScript(script, { limits: { maxInstructions: 5_000_000 } })).toBe('done');
  });

  test('what was used is known after every execution', () => {
    const lua = new LuaContext();
    thrownBy(LuaLimitError, () =>
      lua.executeScript('while true do end', { limits: { maxInstructions: 5_000 } }),
    );
    expect(lua.usage.instructions).toBe(5_000);
  });

  test('the state is clean after a script was ended', () => {
    const lua = new LuaContext({}, { maxInstructions: 10_000 });
    for (let i = 0; i < 100; i++) caughtFrom(() => lua.executeScript('local t = { 1 } while true do end'));
    lua.gc('collect');
    const before = lua.getMemoryUsage();
    for (let i = 0; i < 100; i++) caughtFrom(() => lua.executeScript('local t = { 1 } while true do end'));
    lua.gc('collect');
    expect(lua.getMemoryUsage()).toBe(before);
  });
});
