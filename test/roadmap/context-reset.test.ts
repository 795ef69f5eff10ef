import { describe, expect, it } from 'vitest';
import { LuaContext, LuaLimitError, LuaStateError } from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

describe('road map: context reset', () => {
  it('clears the globals that scripts set', () => {
    using lua = new LuaContext();
    lua.executeScript('x = 1; string.upper = nil; _G.print = 5');
    lua.reset();
    expect(lua.executeScript('return x, ("a"):upper(), type(print)')).toEqual([null, 'A', 'function']);
  });

  it('keeps callbacks and values, as often as it is done', () => {
    const log: string[] = [];
    using lua = new LuaContext({
      log: (text: string) => log.push(text),
      level: 3,
      api: { double: (n: number) => 2 * n },
    });
    for (let i = 0; i < 4; i++) {
      lua.executeScript('log("x" .. level); level = nil; log = nil; api.double = nil');
      lua.reset();
    }
    expect(log).toEqual(['x3', 'x3', 'x3', 'x3']);
    expect(lua.executeScript('return api.double(level)')).toBe(6);
  });

  it('keeps userdata and classes, also those registered between two resets', () => {
    class Box {
      size = 1;
    }
    using lua = new LuaContext();
    lua.reset();
    lua.setUserdata('config', { a: 1 }, { readable: true });
    lua.reset();
    lua.registerClass('Box', { construct: () => new Box(), readable: true });
    for (let i = 0; i < 3; i++) {
      lua.reset();
      expect(lua.executeScript('local b = Box.new(); Box = nil; return b.size, config.a')).toEqual([1, 1]);
    }
  });

  it('forgets what was set from outside but is not registered', () => {
    using lua = new LuaContext();
    lua.reset();
    lua.setGlobal('x', 1);
    lua.reset();
    expect(lua.getGlobal('x')).toBeNull();
  });

  it('keeps the options', () => {
    using lua = new LuaContext({}, { maxInstructions: 5000, libraries: ['base'] });
    for (let i = 0; i < 3; i++) {
      lua.reset();
      expect(thrownBy(LuaLimitError, () => lua.executeScript('while true do end')).limit).toBe(5000);
      expect(lua.executeScript('return string')).toBeNull();
    }
  });

  it('starts random numbers anew', () => {
    using lua = new LuaContext();
    const numbers = Array.from({ length: 20 }, () => {
      lua.reset();
      return lua.executeScript('return math.random(0)');
    });
    expect(new Set(numbers).size).toBe(20);
  });

  it('repeats the random numbers of the option seed', () => {
    using lua = new LuaContext({}, { seed: 5 });
    const first = lua.executeScript('return math.random(0)');
    for (let i = 0; i < 3; i++) {
      lua.reset();
      expect(lua.executeScript('return math.random(0)')).toBe(first);
    }
  });

  it('gives the same memory figures and costs each time', () => {
    using lua = new LuaContext({ f: () => 1 }, { seed: 5 });
    const run = () => {
      lua.reset();
      lua.executeScript('local t = {} for i = 1, 1000 do t[i] = { i, f() } end');
      return [lua.usage.instructions, lua.usage.peakMemory, lua.getMemoryUsage(), lua.info().heldObjects];
    };
    const first = run();
    for (let i = 0; i < 5; i++) expect(run()).toEqual(first);
  });

  it('gives up what JavaScript held, with a clear error', () => {
    using lua = new LuaContext();
    for (let i = 0; i < 3; i++) {
      const table = lua.createTable({ a: 1 });
      lua.reset();
      expect(() => table.get('a')).toThrow('belongs to a state that was reset or disposed');
    }
  });

  it('lets go of the functions that scripts were given', () => {
    using lua = new LuaContext({ f: () => 1 });
    lua.reset();
    const before = lua.info().heldObjects;
    for (let i = 0; i < 50; i++) lua.setGlobal(`g${i}`, () => i);
    lua.reset();
    expect(lua.info().heldObjects).toBe(before);
  });

  it('is refused while a script is running', () => {
    let thrown: unknown;
    const act = () => {
      thrown = caughtFrom(() => lua.reset());
    };
    using lua: LuaContext = new LuaContext({ act });
    lua.executeScript('x = 1; act()');
    expect(thrown).toBeInstanceOf(LuaStateError);
    expect(lua.getGlobal('x')).toBe(1);
  });

  it('does not wait for a coroutine that is suspended', () => {
    using lua = new LuaContext();
    const coroutine = lua.createCoroutine('return function() coroutine.yield(1) end');
    lua.resume(coroutine);
    lua.reset();
    expect(() => lua.resume(coroutine)).toThrow('belongs to a state that was reset or disposed');
  });

  it('works after each kind of end', () => {
    using lua = new LuaContext({}, { maxMemory: '1MB' });
    for (const script of [
      'while true do end',
      'local t = {} while true do t[#t + 1] = {} end',
      'error("x")',
      'local s = ("x"):rep(500000) for i = 1, 1e9 do local t = { [s] = i } end',
    ]) {
      expect(() => lua.executeScript(script, { limits: { maxInstructions: 100_000 } })).toThrow();
      lua.reset();
      expect(lua.executeScript('return 1')).toBe(1);
    }
  });
});
