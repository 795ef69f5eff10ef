import { describe, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { collectGarbage } from '../support/collect-garbage.ts';
import { nextTurn } from '../support/turns.ts';

/** Where executions are when they are cancelled; `hold` makes both sides hold something of the other. */
const scripts: readonly (readonly [string, string])[] = [
  ['waiting', 'hold({}, function() end) wait()'],
  [
    'waiting in coroutines in pcall',
    'local function f(n) hold(f) if n == 0 then wait() end pcall(coroutine.wrap(f), n - 1) end f(10)',
  ],
  [
    'waiting in __close',
    'local x <close> = setmetatable({}, { __close = function(_, e) hold(e) wait() end }) error({})',
  ],
  ['running', 'hold({}, function() end) local t = {} while true do t[#t % 100 + 1] = { hold } end'],
  [
    'running in a coroutine',
    'coroutine.wrap(function() local t = setmetatable({}, {}) hold(t) while true do end end)()',
  ],
  ['waiting for a promise with an error caught before', 'pcall(fail) wait()'],
];

async function settle(lua: LuaContext) {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await nextTurn(); // finalizers run between turns
    lua.executeScript('collectgarbage() collectgarbage()');
  }
  const { heldValues, heldObjects } = lua.info();
  return { heldValues, heldObjects, memory: lua.getMemoryUsage() };
}

describe('a thousand cancelled executions leave nothing behind,', () => {
  test.each(scripts)('%s', { timeout: 60_000 }, async (_, script) => {
    let started: () => void = () => {};
    const lua = new LuaContext(
      {
        hold: (...values: unknown[]) => {
          started();
          return values.length;
        },
        fail: () => Promise.reject(new Error('mine')),
        wait: () => {
          started();
          return new Promise(() => {});
        },
      },
      { profile: 'unlimited', checkInterval: 100 },
    );
    const cancelMany = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const begun = new Promise<void>((resolve) => {
          started = resolve;
        });
        const result = lua.executeScriptAsync(script, { sliceMs: 1e-6 });
        await begun;
        if (i % 2 === 0) await nextTurn();
        lua.cancel();
        await expect(result).rejects.toMatchObject({ resource: 'aborted' });
        if (i % 50 !== 49) continue;
        collectGarbage(); // tables keep the size that they need at most
        await nextTurn();
      }
    };
    await cancelMany(500);
    const before = await settle(lua);
    await cancelMany(1000);
    const after = await settle(lua);
    expect(after.heldValues).toBe(before.heldValues);
    expect(after.heldObjects).toBe(before.heldObjects);
    expect(after.memory - before.memory).toBeLessThan(8 * 1000); // nothing in Lua takes less than 16 bytes
  });

  test('before their first turn', async () => {
    const lua = new LuaContext();
    const before = await settle(lua);
    for (let i = 0; i < 1000; i++) {
      const result = lua.executeScriptAsync('while true do end', { sliceMs: 1e-6, args: [{}, () => {}] });
      lua.cancel();
      await expect(result).rejects.toMatchObject({ resource: 'aborted' });
    }
    const after = await settle(lua);
    expect(after.heldValues).toBe(before.heldValues);
    expect(after.heldObjects).toBe(before.heldObjects);
    expect(after.memory - before.memory).toBeLessThan(8 * 1000); // nothing in Lua takes less than 16 bytes
  });
});

test('no rejection is left unhandled', async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listener);
  const lua = new LuaContext({
    fail: () => Promise.reject(new Error('caught')),
    failLate: () => new Promise((_, reject) => setImmediate(reject, new Error('late'))),
  });
  await lua.executeScriptAsync('pcall(fail)');
  await lua.executeScriptAsync('pcall(table.sort, { 2, 1 }, fail)');
  lua.pcall(() => lua.executeScript('fail()'));
  const result = lua.executeScriptAsync('failLate()');
  lua.cancel();
  await expect(result).rejects.toMatchObject({ resource: 'aborted' });
  const aborted = lua.executeScriptAsync('failLate()', { limits: { timeout: 1 } });
  await aborted.catch(() => {});
  for (let i = 0; i < 5; i++) await nextTurn();
  process.off('unhandledRejection', listener);
  expect(unhandled).toEqual([]);
});
