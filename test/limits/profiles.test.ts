import { describe, expect, test } from 'vitest';
import {
  type ExecutionOptions,
  LuaContext,
  type LuaContextOptions,
  LuaLimitError,
  type ProfileName,
  type ScriptLimits,
  SecurityProfiles,
} from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const limitsOf = (options: LuaContextOptions) => new LuaContext({}, options).info().limits;

describe('the profile', () => {
  test.each<[ProfileName, number, number, number, number, number]>([
    ['strict', 1_000_000, 5_000, 10 * 2 ** 20, 100, 0.8],
    ['normal', 10_000_000, 30_000, 50 * 2 ** 20, 1_000, 0.9],
    ['relaxed', 100_000_000, 300_000, 200 * 2 ** 20, 10_000, 0.95],
  ])('%s', (profile, maxInstructions, timeout, maxMemory, checkInterval, warningThreshold) => {
    const limits = { maxInstructions, timeout, maxMemory, checkInterval, warningThreshold };
    expect(limitsOf({ profile })).toMatchObject(limits);
  });

  test('unlimited has neither a figure nor a timeout', () => {
    const unlimited = { maxInstructions: Infinity, timeout: Infinity, checkInterval: 'auto' };
    expect(limitsOf({ profile: 'unlimited' })).toMatchObject(unlimited);
  });

  test('normal is that of a context that is told nothing', () => {
    expect(limitsOf({})).toEqual(limitsOf({ profile: 'normal' }));
  });

  test('holds: a loop in a context that is told nothing ends', () => {
    const error = thrownBy(LuaLimitError, () => new LuaContext().executeScript('while true do end'));
    expect(error).toMatchObject({ resource: 'instructions', limit: 10_000_000 });
  });

  test('gives way to the fields beside it', () => {
    const limits = limitsOf({ profile: 'strict', maxInstructions: 5_000, timeout: '1s' });
    expect(limits).toMatchObject({ maxInstructions: 5_000, timeout: 1_000, maxMemory: 10 * 2 ** 20 });
  });

  test('gives way to a zero beside it, which is no limit', () => {
    expect(limitsOf({ profile: 'strict', maxInstructions: 0 }).maxInstructions).toBe(Infinity);
  });
});

describe('SecurityProfiles', () => {
  test('are limits to spread', () => {
    expect(limitsOf({ ...SecurityProfiles.strict, timeout: '1s' })).toEqual(
      limitsOf({ profile: 'strict', timeout: '1s' }),
    );
  });

  test('has four', () => {
    expect(Object.keys(SecurityProfiles)).toEqual(['strict', 'normal', 'relaxed', 'unlimited']);
  });
});

describe('one execution', () => {
  const context: LuaContextOptions = { profile: 'unlimited', maxInstructions: 20_000, maxMemory: '1MB' };

  /** The limit of instructions that ends a loop. */
  function limitOf(options: ExecutionOptions): number {
    const lua = new LuaContext({}, context);
    return thrownBy(LuaLimitError, () => lua.executeScript('while true do end', options)).limit;
  }

  test('has the limits of its context', () => {
    expect(limitOf({})).toBe(20_000);
  });

  test('may tighten them', () => {
    expect(limitOf({ limits: { maxInstructions: 5_000 } })).toBe(5_000);
  });

  test('may loosen them', () => {
    expect(limitOf({ limits: { maxInstructions: 50_000 } })).toBe(50_000);
  });

  test('may take a profile instead of them', () => {
    expect(limitOf({ profile: 'strict' })).toBe(1_000_000);
  });

  test('may take a profile and win over it', () => {
    expect(limitOf({ profile: 'strict', limits: { maxInstructions: 7_000 } })).toBe(7_000);
  });

  test('keeps those that it does not name', () => {
    const lua = new LuaContext({}, context);
    const run = () => lua.executeScript("return ('x'):rep(2000000)", { limits: { maxInstructions: 1e9 } });
    expect(thrownBy(LuaLimitError, run)).toMatchObject({ resource: 'memory', limit: 2 ** 20 });
  });

  test('takes a limit away with zero', () => {
    const lua = new LuaContext({}, context);
    const run = () => lua.executeScript('while true do end', { limits: { maxInstructions: 0, timeout: 10 } });
    expect(thrownBy(LuaLimitError, run).resource).toBe('time');
  });

  test('does not change those of the next', () => {
    const lua = new LuaContext({}, context);
    lua.executeScript('return 1', { limits: { maxInstructions: 1_000_000 }, profile: 'relaxed' });
    expect(thrownBy(LuaLimitError, () => lua.executeScript('while true do end')).limit).toBe(20_000);
  });

  test('does not change those that info shows', () => {
    const lua = new LuaContext({}, context);
    lua.executeScript('return 1', { limits: { maxInstructions: 5_000 } });
    expect(lua.info().limits.maxInstructions).toBe(20_000);
  });
});

describe('the message of a limit error names the option', () => {
  test.each<[string, string, ScriptLimits]>([
    ['maxInstructions', 'while true do end', { maxInstructions: 1_000 }],
    ['maxMemory', "return ('x'):rep(2000000)", { maxMemory: '1MB' }],
    ['timeout', 'while true do end', { timeout: 5 }],
  ])('%s', (option, script, limits) => {
    const run = () => new LuaContext().executeScript(script, { profile: 'unlimited', limits });
    expect(thrownBy(LuaLimitError, run).message).toMatch(new RegExp(`\\(${option}\\)$`));
  });
});
