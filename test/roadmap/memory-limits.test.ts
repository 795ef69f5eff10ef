import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const megabyte = 2 ** 20;
const maxMemory = 10 * megabyte;

describe('the road map', () => {
  test('string.rep of 20 MB under a limit of 10 MB is an error, not a crash', () => {
    const lua = new LuaContext({}, { maxMemory });
    const action = () => lua.executeScript("return string.rep('x', 20 * 1024 * 1024)");
    expect(thrownBy(LuaLimitError, action).resource).toBe('memory');
  });

  test('scripts that need less run normally', () => {
    const lua = new LuaContext({}, { maxMemory });
    expect(lua.executeScript("return #string.rep('x', 1024 * 1024)")).toBe(megabyte);
  });

  test('getMemoryUsage is a reasonable figure', () => {
    const lua = new LuaContext({}, { maxMemory });
    expect(lua.getMemoryUsage()).toBeGreaterThan(1_000);
    expect(lua.getMemoryUsage()).toBeLessThan(100_000);
  });

  test('the allocator counts what is allocated, moved and freed, down to the byte', () => {
    const lua = new LuaContext({}, { maxMemory });
    const churn = `local t = {}
      for i = 1, 1000 do t[i] = string.rep("x", i) end
      for i = 1, 1000, 2 do t[i] = nil end
      for i = 1001, 3000 do t[i] = i end
      t = nil collectgarbage() collectgarbage()`;
    lua.executeScript(churn);
    const before = lua.getMemoryUsage();
    lua.executeScript(churn);
    expect(lua.getMemoryUsage()).toBe(before);
  });
});
