import { describe, expect, test } from 'vitest';
import { LuaContext, SecurityProfiles, version } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

describe('getMemoryUsage', () => {
  test('agrees with collectgarbage("count") to the byte', () => {
    const lua = new LuaContext();
    lua.executeScript('collectgarbage("stop")');
    const seen: number[] = [];
    lua.setGlobal('see', () => seen.push(lua.getMemoryUsage()));
    const inside = lua.executeScript<number>('local n = collectgarbage("count") see() return n * 1024');
    expect(seen).toEqual([inside]);
  });

  test('grows by the size of what a script keeps', () => {
    const lua = new LuaContext();
    const before = lua.getMemoryUsage();
    lua.executeScript('kept = string.rep("x", 100000)');
    expect(lua.getMemoryUsage() - before).toBeGreaterThan(100_000);
  });

  test('shrinks when it is collected', () => {
    const lua = new LuaContext();
    lua.executeScript('kept = string.rep("x", 100000)');
    const before = lua.getMemoryUsage();
    lua.executeScript('kept = nil collectgarbage()');
    expect(before - lua.getMemoryUsage()).toBeGreaterThan(90_000);
  });
});

describe('usage', () => {
  test('is zero before the first execution', () => {
    expect(new LuaContext().usage).toEqual({ instructions: 0, peakMemory: 0, wallTime: 0 });
  });

  test('counts the instructions of the last execution alone', () => {
    const lua = new LuaContext();
    lua.executeScript('for i = 1, 10000 do end');
    lua.executeScript('return 1');
    expect(lua.usage.instructions).toBeLessThan(1_000);
  });

  test('counts one instruction for each round of an empty loop', () => {
    const lua = new LuaContext();
    lua.executeScript('for i = 1, 1000000 do end');
    expect(Math.round(lua.usage.instructions / 1_000)).toBe(1_000);
  });

  test('knows the most memory, not the last', () => {
    const lua = new LuaContext();
    lua.executeScript('local x = string.rep("x", 1000000) x = nil collectgarbage()');
    expect(lua.usage.peakMemory).toBeGreaterThan(1_000_000);
  });

  test('starts its peak afresh with each execution', () => {
    const lua = new LuaContext();
    lua.executeScript('do local x = string.rep("x", 1000000) end collectgarbage()');
    lua.executeScript('return 1');
    expect(lua.usage.peakMemory).toBeLessThan(100_000);
  });

  test('measures the wall clock', () => {
    const lua = new LuaContext();
    lua.executeScript('for i = 1, 100000 do end');
    expect(lua.usage.wallTime).toBeGreaterThan(0);
  });

  test('stands after an error as well', () => {
    const lua = new LuaContext();
    caughtFrom(() => lua.executeScript('for i = 1, 10000 do end error("x")'));
    expect(lua.usage.instructions).toBeGreaterThan(10_000);
  });

  test('includes what a host function makes Lua do', () => {
    const lua: LuaContext = new LuaContext({ f: () => lua.executeScript('for i = 1, 10000 do end') });
    lua.executeScript('f()');
    expect(lua.usage.instructions).toBeGreaterThan(10_000);
  });
});

describe('info', () => {
  test('names the version of Lua', () => {
    expect(new LuaContext().info()).toMatchObject({ version: 'Lua 5.5', release: 'Lua 5.5.1' });
  });

  test('agrees with _VERSION', () => {
    const lua = new LuaContext();
    expect(lua.info().version).toBe(lua.getGlobal('_VERSION'));
  });

  test('has the memory in bytes and in units of 1,024', () => {
    const lua = new LuaContext();
    const memory = lua.getMemoryUsage();
    expect(lua.info()).toMatchObject({ memory, memoryKB: memory / 1024 });
  });

  test('has the usage of the last execution', () => {
    const lua = new LuaContext();
    lua.executeScript('for i = 1, 1000 do end');
    const { instructions, peakMemory } = lua.usage;
    expect(lua.info()).toMatchObject({ instructions, peakMemory });
  });

  test('has the limits, which are those of the profile normal where none are given', () => {
    expect(new LuaContext().info().limits).toMatchObject(SecurityProfiles.normal);
  });

  test('shows what is unlimited as Infinity', () => {
    const { maxInstructions, timeout } = new LuaContext({}, { profile: 'unlimited' }).info().limits;
    expect([maxInstructions, timeout]).toEqual([Infinity, Infinity]);
  });

  test('lists the libraries', () => {
    const lua = new LuaContext({}, { libraries: ['string', 'base'] });
    expect(lua.info().libraries).toEqual(['base', 'string']);
  });
});

test('version is that of the package', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  expect(version).toBe(manifest.version);
});
