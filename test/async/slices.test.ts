import { readFile } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { nextTurn } from '../support/turns.ts';

const unlimited = { profile: 'unlimited' } as const;
/** A slice that is over as soon as anybody looks. */
const tiny = { sliceMs: 1e-6 } as const;

/** A script that ends once something has happened that takes turns of the event loop. */
const untilHappened = 'while not happened() do end return "seen"';

describe('while a script runs in slices', () => {
  test.each([
    ['immediates', (callback: () => void) => setImmediate(callback)],
    ['timers', (callback: () => void) => setTimeout(callback, 1)],
    ['files', (callback: () => void) => readFile(import.meta.filename, callback)],
    ['promises', (callback: () => void) => void Promise.resolve().then(callback)],
  ])('%s have their turn', async (_, start) => {
    let happened = false;
    const lua = new LuaContext({ happened: () => happened }, unlimited);
    const result = lua.executeScriptAsync(untilHappened);
    start(() => {
      happened = true;
    });
    expect(await result).toBe('seen');
  });

  test.each([
    ['a loop', 'while not happened() do end'],
    ['a for loop', 'for i = 1, math.huge do if happened() then break end end'],
    ['goto', '::top:: if not happened() then goto top end'],
    ['recursion', 'local function f() if not happened() then return f() end end f()'],
    ['pcall', 'while not happened() do pcall(error) end'],
    ['a function in pcall', 'pcall(function() while not happened() do end end)'],
    ['a function in xpcall', 'xpcall(function() while not happened() do end end, print)'],
    ['a coroutine', 'coroutine.wrap(function() while not happened() do end end)()'],
    ['an iterator', 'for _ in function() return not happened() or nil end do end'],
    [
      '__index',
      'local t = setmetatable({}, { __index = function() while not happened() do end end }) local x = t.x',
    ],
    [
      '__close',
      'do local c <close> = setmetatable({}, { __close = function() while not happened() do end end }) end',
    ],
    [
      'a function called by __lt',
      'local t = setmetatable({}, { __lt = function() while not happened() do end end }) local x = t < t',
    ],
    [
      '__pairs',
      'for _ in pairs(setmetatable({}, { __pairs = function() while not happened() do end return next, {} end })) do end',
    ],
    [
      'loops in a comparator',
      'while not happened() do table.sort({ 3, 2, 1 }, function(a, b) for i = 1, 1000 do end return a < b end) end',
    ],
    ['short calls of the library', 'while not happened() do local s = ("x"):rep(100) end'],
  ])('it can be suspended in %s', async (_, script) => {
    let happened = false;
    const lua = new LuaContext({ happened: () => happened }, unlimited);
    const result = lua.executeScriptAsync(script, tiny);
    setImmediate(() => {
      happened = true;
    });
    await expect(result).resolves.toBeUndefined();
  });
});

describe('the length of a slice', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Scripts whose calls of `tick` take a millisecond each; the turns in which they were. */
  async function ticksByTurn(contexts: number, options: { sliceMs?: number }): Promise<number[]> {
    await nextTurn(); // whatever began before is over
    let clock = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const ticks = [0];
    const tick = () => {
      clock++;
      ticks[ticks.length - 1] = (ticks.at(-1) as number) + 1;
    };
    let isOver = false;
    const countTurns = () => {
      ticks.push(0);
      if (!isOver) setImmediate(countTurns);
    };
    setImmediate(countTurns);
    const results = Array.from({ length: contexts }, () =>
      new LuaContext({ tick }, unlimited).executeScriptAsync('for i = 1, 100 do tick() end', options),
    );
    await Promise.all(results);
    isOver = true;
    await nextTurn(); // nothing goes on by this clock
    return ticks;
  }

  test('is 8 ms by default', async () => {
    expect(Math.max(...(await ticksByTurn(1, {})))).toBe(8);
  });

  test('is what the option says', async () => {
    expect(Math.max(...(await ticksByTurn(1, { sliceMs: 3 })))).toBe(3);
  });

  test('is shared by all contexts that run in one turn', async () => {
    expect(Math.max(...(await ticksByTurn(20, {})))).toBe(8);
  });

  test('is made use of by many contexts', async () => {
    const ticks = await ticksByTurn(20, {});
    const total = ticks.reduce((sum, count) => sum + count);
    expect(total).toBe(2000);
    expect(ticks.filter((count) => count > 0).length).toBeLessThan(2000 / 4);
  });

  test.each([0, -1, Number.NaN, '8', null])('must be above 0: %s', async (sliceMs) => {
    const result = new LuaContext().executeScriptAsync('', { sliceMs: sliceMs as number });
    await expect(result).rejects.toMatchObject({
      name: 'LuaOptionError',
      message: expect.stringContaining('sliceMs'),
    });
  });

  test('may be without end', async () => {
    const lua = new LuaContext();
    const result = lua.executeScriptAsync('for i = 1, 1e5 do end return 1', {
      sliceMs: Number.POSITIVE_INFINITY,
    });
    await expect(result).resolves.toBe(1);
  });
});

describe('many contexts', () => {
  test('take turns', async () => {
    const rounds = [0, 0, 0, 0, 0];
    let largest = 0;
    const results = rounds.map((_, i) => {
      const round = () => {
        rounds[i] = (rounds[i] as number) + 1;
        largest = Math.max(largest, Math.max(...rounds) - Math.min(...rounds));
      };
      const script = 'for i = 1, 30 do round() end';
      return new LuaContext({ round }, { ...unlimited, checkInterval: 1 }).executeScriptAsync(script, tiny);
    });
    await Promise.all(results);
    expect(rounds).toEqual([30, 30, 30, 30, 30]);
    expect(largest).toBeLessThanOrEqual(2);
  });

  test('do not wait for one that waits', async () => {
    const waiting = new LuaContext({
      wait: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    let release: (value?: unknown) => void = () => {};
    const first = waiting.executeScriptAsync('wait() return "first"');
    const second = await new LuaContext().executeScriptAsync('for i = 1, 1e5 do end return "second"');
    expect(second).toBe('second');
    release();
    expect(await first).toBe('first');
  });

  test('do not wait for one that was ended before its first slice', async () => {
    const [ended, ...others] = Array.from({ length: 10 }, () => new LuaContext({}, unlimited));
    const aborted = ended?.executeScriptAsync('while true do end', tiny);
    const results = others.map((lua) => lua.executeScriptAsync('for i = 1, 1000 do end return 1', tiny));
    ended?.cancel();
    await expect(aborted).rejects.toMatchObject({ resource: 'aborted' });
    expect(await Promise.all(results)).toEqual(others.map(() => 1));
  });
});
