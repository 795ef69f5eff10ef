import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError, type LuaFunction, LuaStateError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

describe('reset', () => {
  test('forgets what scripts did', () => {
    const lua = new LuaContext();
    lua.executeScript('x = 1; string.upper = nil; setmetatable(_G, { __index = error })');
    lua.reset();
    expect(lua.executeScript('return x, ("a"):upper()')).toEqual([null, 'A']);
  });

  test('forgets what setGlobal set', () => {
    const lua = new LuaContext();
    lua.setGlobal('x', 1);
    lua.reset();
    expect(lua.getGlobal('x')).toBeNull();
  });

  test('keeps the globals of the constructor as they were given', () => {
    const lua = new LuaContext({ config: { x: 1 }, f: () => 2 });
    lua.executeScript('config.x = 5; f = nil');
    lua.reset();
    expect(lua.executeScript('return config.x, f()')).toEqual([1, 2]);
  });

  test('gives back the memory', () => {
    const lua = new LuaContext();
    const fresh = lua.getMemoryUsage();
    lua.executeScript('x = string.rep("x", 1000000)');
    lua.reset();
    expect(lua.getMemoryUsage()).toBe(fresh);
  });

  test('makes the Lua functions of the old state useless', () => {
    const lua = new LuaContext();
    const old = lua.executeScript<LuaFunction>('return function() end');
    lua.reset();
    expect(thrownBy(LuaConversionError, () => old()).message).toMatch(/a state that was reset or disposed$/);
  });

  test('does not let the Lua functions of the old state into the new one', () => {
    const lua = new LuaContext();
    const old = lua.executeScript<LuaFunction>('return function() end');
    lua.reset();
    thrownBy(LuaConversionError, () => lua.setGlobal('f', old));
    expect(lua.getGlobal('f')).toBeNull();
  });

  test('makes a state that behaves as a new one, to the instruction', () => {
    const script =
      'local t = {} for i = 1, 100 do t["k" .. i] = { i } end for k in pairs(t) do t[k] = nil end';
    const fresh = new LuaContext();
    fresh.executeScript(script);
    const used = new LuaContext();
    used.executeScript('junk = {} for i = 1, 10000 do junk[i] = { i } end');
    used.reset();
    used.executeScript(script);
    const { instructions, peakMemory } = fresh.usage;
    expect(used.usage).toMatchObject({ instructions, peakMemory });
  });

  test('is refused while a script is running', () => {
    const lua: LuaContext = new LuaContext({ f: () => lua.reset() });
    expect(thrownBy(LuaStateError, () => lua.executeScript('f()')).code).toBe('ERR_LUA_STATE');
  });

  test('may be done any number of times', () => {
    const lua = new LuaContext();
    for (let i = 0; i < 100; i++) lua.reset();
    expect(lua.executeScript('return 1')).toBe(1);
  });
});

describe('a disposed context', () => {
  const lua = new LuaContext();
  const held = lua.executeScript<LuaFunction>('return function() end');
  lua.dispose();

  test.each<[string, () => unknown]>([
    ['executeScript', () => lua.executeScript('return 1')],
    ['executeFile', () => lua.executeFile(fileURLToPath(import.meta.url))],
    ['call', () => lua.call('print')],
    ['getGlobal', () => lua.getGlobal('x')],
    ['setGlobal', () => lua.setGlobal('x', 1)],
    ['getMemoryUsage', () => lua.getMemoryUsage()],
    ['info', () => lua.info()],
    ['usage', () => lua.usage],
    ['cancel', () => lua.cancel()],
    ['isBusy', () => lua.isBusy()],
    ['reset', () => lua.reset()],
  ])('refuses %s', (_, use) => {
    const error = thrownBy(Error, use);
    expect(error).toMatchObject({ name: 'LuaStateError', message: 'this LuaContext has been disposed' });
  });

  test('leaves useless functions', () => {
    expect(thrownBy(LuaConversionError, () => held()).code).toBe('ERR_LUA_CONVERSION');
  });
});

describe('dispose', () => {
  test('may be called twice', () => {
    const lua = new LuaContext();
    lua.dispose();
    expect(() => lua.dispose()).not.toThrow();
  });

  test('is refused while a script is running, which goes on', () => {
    const lua: LuaContext = new LuaContext({ f: () => lua.dispose() });
    expect(lua.executeScript('return pcall(f), 1')).toEqual([false, 1]);
  });

  test('is what the end of a using block does', () => {
    const lua = new LuaContext();
    lua[Symbol.dispose]();
    expect(() => lua.executeScript('')).toThrow(LuaStateError);
  });
});

describe('isBusy', () => {
  test('is false between scripts', () => {
    expect(new LuaContext().isBusy()).toBe(false);
  });

  test('is true for a host function that a script calls', () => {
    const lua: LuaContext = new LuaContext({ busy: () => lua.isBusy() });
    expect(lua.executeScript('return busy()')).toBe(true);
  });
});
