import { describe, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';

describe('the road map', () => {
  test('info() has the version and the memory in units of 1,024 bytes', () => {
    const lua = new LuaContext();
    expect(lua.info()).toMatchObject({ version: 'Lua 5.5', memoryKB: lua.gc('count') });
  });
});

describe('info() has', () => {
  test('the version as _VERSION has it, and as a number', () => {
    const lua = new LuaContext();
    const { version, release, versionNumber } = lua.info();
    expect(version).toBe(lua.getGlobal('_VERSION'));
    expect(release.startsWith(`${version}.`)).toBe(true);
    expect(versionNumber).toBe(505);
  });

  test('the memory in use, and its peak in the last execution', () => {
    const lua = new LuaContext();
    lua.executeScript('local x = string.rep("x", 100000) x = nil collectgarbage()');
    const { memory, peakMemory } = lua.info();
    expect(memory).toBe(lua.getMemoryUsage());
    expect(peakMemory - memory).toBeGreaterThan(90_000);
  });

  test('the limits in force', () => {
    const { limits } = new LuaContext({}, { profile: 'strict', maxMemory: '3MB' }).info();
    expect(limits).toMatchObject({ maxInstructions: 1_000_000, maxMemory: 3 * 2 ** 20, timeout: 5_000 });
  });

  test('the libraries', () => {
    expect(new LuaContext({}, { libraries: ['math', 'base'] }).info().libraries).toEqual(['base', 'math']);
  });

  test('the instructions of the last execution', () => {
    const lua = new LuaContext();
    lua.executeScript('for i = 1, 1000 do end');
    expect(lua.info().instructions).toBe(lua.usage.instructions);
  });

  test('how many Lua values JavaScript holds', () => {
    const lua = new LuaContext();
    const held = [lua.createTable(), lua.executeScript<object>('return function() end')];
    const { heldValues } = lua.info();
    for (const value of held) lua.release(value);
    expect(heldValues - lua.info().heldValues).toBe(2);
  });

  test('how many functions and objects of the host Lua holds', () => {
    const lua = new LuaContext({ f: () => {}, g: () => {} });
    lua.executeScript('g = nil collectgarbage()');
    expect(lua.info().heldObjects).toBe(1);
  });
});
