import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError, LuaOptionError, LuaStateError } from '../../src/index.ts';
import { openContext, untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

const megabyte = 2 ** 20;

describe('the road map', () => {
  test("gc('count') is a positive number", () => {
    expect(new LuaContext().gc('count')).toBeGreaterThan(0);
  });

  test("gc('collect') does not throw", () => {
    expect(() => new LuaContext().gc('collect')).not.toThrow();
  });

  test('a large table that was let go is gone after a collection', () => {
    const lua = new LuaContext();
    lua.executeScript('big = table.create(100000) for i = 1, 100000 do big[i] = i end');
    const before = lua.gc('count');
    lua.executeScript('big = nil');
    lua.gc('collect');
    expect(before - lua.gc('count')).toBeGreaterThan(800);
  });

  test('while it is stopped nothing is collected, until it is restarted', () => {
    const lua = new LuaContext();
    lua.gc('stop');
    lua.executeScript('for i = 1, 10000 do local garbage = { i } end');
    const stopped = lua.gc('count');
    lua.gc('restart');
    lua.gc('collect');
    expect(stopped - lua.gc('count')).toBeGreaterThan(300);
  });
});

describe('results', () => {
  test.each(['collect', 'stop', 'restart'] as const)("gc('%s') is 0, as in Lua", (command) => {
    expect(new LuaContext().gc(command)).toBe(0);
  });

  test("gc('count') is collectgarbage('count') to the byte", () => {
    const seen: number[] = [];
    const lua: LuaContext = new LuaContext({ see: () => seen.push(lua.gc('count')) });
    lua.gc('stop');
    const inside = lua.executeScript<number>("local n = collectgarbage('count') see() return n");
    expect(seen).toEqual([inside]);
  });

  test("gc('isrunning') knows whether it is stopped", () => {
    const lua = new LuaContext();
    const states = [lua.gc('isrunning')];
    lua.gc('stop');
    states.push(lua.gc('isrunning'));
    lua.gc('restart');
    states.push(lua.gc('isrunning'));
    expect(states).toEqual([true, false, true]);
  });

  test('a mode is answered by the one before', () => {
    const lua = new LuaContext();
    expect([
      lua.gc('generational'),
      lua.gc('generational'),
      lua.gc('incremental'),
      lua.gc('incremental'),
    ]).toEqual(['incremental', 'generational', 'generational', 'incremental']);
  });

  test("gc('param') reads a parameter", () => {
    const lua = new LuaContext();
    for (const name of ['pause', 'stepmul', 'stepsize', 'minormul', 'majorminor', 'minormajor'] as const) {
      expect([name, lua.gc('param', name)]).toEqual([
        name,
        lua.executeScript(`return collectgarbage('param', '${name}')`),
      ]);
    }
  });

  test("gc('param') sets a parameter and answers with its last value", () => {
    const lua = new LuaContext();
    const before = lua.gc('param', 'pause');
    expect([lua.gc('param', 'pause', 400), lua.gc('param', 'pause')]).toEqual([before, 400]);
  });

  test("gc('step') tells when it has finished a cycle", () => {
    const lua = new LuaContext();
    let steps = 1;
    while (!lua.gc('step', 1024) && steps < 10_000) steps++;
    expect(steps).toBeLessThan(10_000);
  });

  test("gc('step') works while the collector is stopped", () => {
    const lua = new LuaContext();
    lua.executeScript('for i = 1, 1000 do local garbage = { i } end');
    lua.gc('stop');
    while (!lua.gc('step'));
    expect(lua.gc('isrunning')).toBe(false);
  });
});

describe('finalizers', () => {
  test('run in a collection that the host asks for', () => {
    const lua = new LuaContext();
    lua.executeScript('setmetatable({}, { __gc = function() done = true end })');
    lua.gc('collect');
    expect(lua.getGlobal('done')).toBe(true);
  });

  test('that fail do not fail the collection', () => {
    const lua = new LuaContext();
    lua.executeScript('setmetatable({}, { __gc = function() error("x") end })');
    expect(lua.gc('collect')).toBe(0);
  });

  test('that do not end are ended by the limits of the context', () => {
    const lua = new LuaContext({}, { maxInstructions: 100_000 });
    lua.executeScript('setmetatable({}, { __gc = function() while true do end end })');
    expect(thrownBy(LuaLimitError, () => lua.gc('collect')).resource).toBe('instructions');
  });

  test('cannot control the collector through the host', () => {
    const errors: unknown[] = [];
    const lua: LuaContext = new LuaContext({
      collect: () => errors.push(thrownBy(LuaStateError, () => lua.gc('collect'))),
    });
    lua.executeScript('setmetatable({}, { __gc = function() collect() end })');
    lua.gc('collect');
    expect(errors).toHaveLength(1);
  });

  test('can ask the host how much memory is in use', () => {
    const seen: number[] = [];
    const lua: LuaContext = new LuaContext({ see: () => void seen.push(lua.gc('count')) });
    lua.executeScript('setmetatable({}, { __gc = function() see() end })');
    lua.gc('collect');
    expect(seen[0]).toBeGreaterThan(0);
  });
});

describe('bad arguments', () => {
  const lua = new LuaContext();
  const refused: readonly [string, () => unknown][] = [
    ['an unknown command', () => lua.gc(untyped('purge'))],
    ['a name that objects inherit', () => lua.gc(untyped('constructor'))],
    ['no command', () => lua.gc(untyped(undefined))],
    ['an unknown parameter', () => lua.gc('param', untyped('size'))],
    ['no parameter', () => lua.gc('param', untyped(undefined))],
    ['a negative value', () => lua.gc('param', 'pause', -1)],
    ['a value with a fraction', () => lua.gc('param', 'pause', 1.5)],
    ['a value that is no number', () => lua.gc('param', 'pause', untyped('100'))],
    ['a value beyond 32 bits', () => lua.gc('param', 'pause', 2 ** 31)],
    ['a negative size', () => lua.gc('step', -1)],
    ['a size that is not a number', () => lua.gc('step', Number.NaN)],
    ['an argument too many', () => (lua.gc as (...args: unknown[]) => unknown).call(lua, 'collect', 1)],
  ];

  test.each(refused)('%s is refused', (_, action) => {
    expect(thrownBy(LuaOptionError, action).code).toBe('ERR_LUA_OPTION');
  });

  test('the message lists the commands there are', () => {
    expect(thrownBy(LuaOptionError, () => lua.gc(untyped('purge'))).message).toContain(
      "'purge', but must be one of",
    );
  });
});

test('a disposed context has no collector', () => {
  const lua = new LuaContext();
  lua.dispose();
  expect(thrownBy(LuaStateError, () => lua.gc('collect')).message).toContain('disposed');
});

describe('a collector that a script has stopped', () => {
  const maxMemory = 4 * megabyte;

  test('collects all the same before memory runs out', () => {
    const lua = new LuaContext({}, { maxMemory });
    const script = 'collectgarbage("stop") for i = 1, 200000 do local garbage = { i } end return "done"';
    expect(lua.executeScript(script)).toBe('done');
    expect(lua.usage.peakMemory).toBeLessThanOrEqual(maxMemory);
  });

  test('does not change what memory is allowed', () => {
    const lua = new LuaContext({}, { maxMemory });
    const script = 'collectgarbage("stop") local t = {} for i = 1, 1e9 do t[i] = { i } end';
    expect(thrownBy(LuaLimitError, () => lua.executeScript(script)).resource).toBe('memory');
  });

  test('is running again after a reset', () => {
    const lua = openContext();
    lua.executeScript('collectgarbage("stop")');
    lua.reset();
    expect(lua.gc('isrunning')).toBe(true);
  });
});
