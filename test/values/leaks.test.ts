import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaCoroutine, type LuaFunction, type LuaTableHandle } from '../../src/index.ts';
import { collectGarbage } from '../support/collect-garbage.ts';
import { caughtFrom } from '../support/thrown.ts';

const crossings = 1_000_000;
const chunk = 50_000;

/** What both sides hold once both collectors have been at work. */
async function settle(lua: LuaContext) {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await setImmediate(); // finalizers run between turns
    lua.executeScript('collectgarbage() collectgarbage()');
  }
  const { heldValues, heldObjects } = lua.info();
  return { heldValues, heldObjects, memory: lua.getMemoryUsage(), heap: process.memoryUsage().heapUsed };
}

class Thing {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }
}

function open(): LuaContext {
  const lua = new LuaContext(
    {
      host: (value: unknown) => value,
      fresh: () => () => 1,
      fail: () => {
        throw new Error('mine');
      },
      failObject: () => {
        throw { reason: 'mine' };
      },
    },
    { profile: 'unlimited' },
  );
  lua.registerClass('Thing', { construct: (id: number) => new Thing(id), readable: true });
  lua.executeScript(`
    function same(x) return x end
    function makeFunction(i) return function() return i end end
    function makeLive(i) return setmetatable({ i }, {}) end
    function makeCoroutine(i) return coroutine.create(function() coroutine.yield(i) end) end
    function each(n, f) for i = 1, n do f(i) end end
    shared = { inner = { 1 } }
    Thing.new(0)`);
  return lua;
}

/** Each passes `n` values, the i-th of which is different from all others. */
const kinds: readonly [string, (lua: LuaContext, n: number, from: number) => void][] = [
  [
    'strings',
    (lua, n, from) => {
      const same = lua.getGlobal<LuaFunction>('same');
      for (let i = from; i < from + n; i++) same(`text ${i}`);
    },
  ],
  [
    'tables',
    (lua, n, from) => {
      const same = lua.getGlobal<LuaFunction>('same');
      for (let i = from; i < from + n; i++) same({ i, list: [i] });
    },
  ],
  [
    'Lua functions that are forgotten',
    (lua, n, from) => {
      const make = lua.getGlobal<LuaFunction>('makeFunction');
      for (let i = from; i < from + n; i++) make(i);
    },
  ],
  [
    'Lua functions that are released',
    (lua, n, from) => {
      const make = lua.getGlobal<LuaFunction>('makeFunction');
      for (let i = from; i < from + n; i++) lua.release(make(i) as object);
    },
  ],
  [
    'functions of the host',
    (lua, n) => {
      const same = lua.getGlobal<LuaFunction>('same');
      for (let i = 0; i < n; i++) same(() => i);
    },
  ],
  [
    'functions that host functions return',
    (lua, n) => {
      lua.executeScript('each(..., fresh)', { args: [n] });
    },
  ],
  [
    'live tables that are forgotten',
    (lua, n, from) => {
      const make = lua.getGlobal<LuaFunction>('makeLive');
      for (let i = from; i < from + n; i++) make(i);
    },
  ],
  [
    'handles that are forgotten',
    (lua, n) => {
      for (let i = 0; i < n; i++) lua.createTable();
    },
  ],
  [
    'handles that are released',
    (lua, n) => {
      for (let i = 0; i < n; i++) lua.createTable().release();
    },
  ],
  [
    'handles of one table',
    (lua, n) => {
      const shared: LuaTableHandle = lua.getGlobalRef('shared');
      for (let i = 0; i < n; i++) shared.getRef('inner');
    },
  ],
  [
    'iterations that stop early',
    (lua, n) => {
      const table = lua.createTable(Array.from({ length: 70 }, (_, i) => i));
      for (let i = 0; i < n / 100; i++) for (const _ of table) break;
    },
  ],
  [
    'objects of a class made in Lua',
    (lua, n) => {
      lua.executeScript('each(..., Thing.new)', { args: [n] });
    },
  ],
  [
    'objects of a class made in JavaScript',
    (lua, n, from) => {
      const same = lua.getGlobal<LuaFunction>('same');
      for (let i = from; i < from + n; i++) same(new Thing(i) as never);
    },
  ],
  [
    'Errors of the host',
    (lua, n) => {
      lua.executeScript('each(..., function() pcall(fail) end)', { args: [n / 10] });
    },
  ],
  [
    'Errors of the host that come out',
    (lua, n) => {
      const fail = lua.executeScript<LuaFunction>('return function() fail() end');
      for (let i = 0; i < n / 10; i++) caughtFrom(() => fail());
    },
  ],
  [
    'objects that the host throws',
    (lua, n) => {
      lua.executeScript('each(..., function() pcall(failObject) end)', { args: [n / 10] });
    },
  ],
  [
    'error values of scripts',
    (lua, n) => {
      const fail = lua.executeScript<LuaFunction>('return function(i) error({ i }) end');
      for (let i = 0; i < n / 10; i++) caughtFrom(() => fail(i));
    },
  ],
  [
    'coroutines',
    (lua, n, from) => {
      const make = lua.getGlobal<LuaFunction>('makeCoroutine');
      for (let i = from; i < from + n / 10; i++) (make(i) as LuaCoroutine).resume();
    },
  ],
  [
    'environments',
    (lua, n) => {
      for (let i = 0; i < n / 100; i++) lua.createEnvironment({ whitelist: ['math'], inherit: true });
    },
  ],
];

describe.each(kinds)('a million %s', (_, pass) => {
  test('leave both sides as they were', { timeout: 120_000 }, async () => {
    const lua = open();
    for (let i = 0; i < 3; i++) {
      pass(lua, chunk, 0);
      await settle(lua);
    }
    const before = await settle(lua);
    for (let done = 0; done < crossings; done += chunk) {
      pass(lua, chunk, done);
      await settle(lua); // or else what waits for the collectors is more each time, and tables never shrink
    }
    const after = await settle(lua);
    expect.soft(after.heldValues).toBeLessThanOrEqual(before.heldValues);
    expect.soft(after.heldObjects).toBeLessThanOrEqual(before.heldObjects);
    expect.soft(after.memory - before.memory).toBeLessThan(200_000);
    expect.soft(after.heap - before.heap).toBeLessThan(5_000_000);
  });
});

test('a host object is collected by JavaScript once Lua has given it up', async () => {
  const lua = open();
  const collected: string[] = [];
  const registry = new FinalizationRegistry<string>((name) => collected.push(name));
  (() => {
    const thing = new Thing(1);
    registry.register(thing, 'thing');
    lua.setGlobal('thing', thing as never);
  })();
  await settle(lua);
  const before = [...collected];
  lua.executeScript('thing = nil');
  await settle(lua);
  await settle(lua);
  expect([before, collected]).toEqual([[], ['thing']]);
});

test('a context that is forgotten is collected with all that it held', async () => {
  const registry = new FinalizationRegistry<string>((name) => collected.push(name));
  const collected: string[] = [];
  (() => {
    const lua = open();
    registry.register(lua, 'context');
    lua.setGlobal('f', () => lua);
    lua.executeScript<LuaFunction>('return function() end')();
  })();
  for (let round = 0; round < 20 && collected.length === 0; round++) await settle(new LuaContext());
  expect(collected).toEqual(['context']);
});
