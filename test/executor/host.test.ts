/** Functions of the main thread, and of a module in the worker, that scripts call. */
import { describe, expect, test } from 'vitest';
import { LuaConversionError, LuaError, LuaLimitError, LuaWorkerError } from '../../src/index.ts';
import { hostModule, openExecutor, rejectionOf } from './executors.ts';

describe('hostModule', () => {
  test('gives its exports to scripts', async () => {
    const executor = openExecutor({ hostModule });
    const script = 'return double(21), rate, apply(function(x) return x + 1 end, 1)';
    expect((await executor.execute(script)).value).toEqual([42, 0.19, 2]);
  });

  test('may be the path of a file', async () => {
    const executor = openExecutor({ hostModule: 'test/executor/host-functions.js' });
    expect((await executor.execute('return double(2)')).value).toBe(4);
  });

  test('has its errors arrive with name, code and Lua stack', async () => {
    const running = openExecutor({ hostModule }).execute('local function f() fail() end f()');
    const error = await rejectionOf(Error, running);
    expect(error).toMatchObject({ name: 'RangeError', code: 'ERR_ACCOUNT', message: 'no such account' });
    expect(error.stack).toContain('host-functions.js');
    expect((error as { luaTraceback?: string }).luaTraceback).toContain("in local 'f'");
  });

  test('may have async functions, for which scripts wait', async () => {
    const executor = openExecutor({ hostModule });
    expect((await executor.execute('return doubleLater(4) + 1')).value).toBe(9);
  });

  test('that cannot be loaded fails each script with the reason', async () => {
    const executor = openExecutor({ hostModule: '/no/such/module.js' });
    for (const script of ['return 1', 'return 2']) {
      const error = await rejectionOf(LuaWorkerError, executor.execute(script));
      expect(error.message).toMatch(/hostModule file:\/\/.*module.js cannot be loaded/);
    }
    expect(executor.stats().workersReplaced).toBe(0);
  });

  test('that takes all memory loses its worker, and no other script', async () => {
    const executor = openExecutor({ poolSize: 2, hostModule, defaultLimits: { maxMemory: '1MB' } });
    const lost = rejectionOf(LuaWorkerError, executor.execute('exhaust()'));
    const well = [1, 2, 3].map((n) => executor.execute('return ...', { args: [n] }));
    expect((await Promise.all(well)).map(({ value }) => value)).toEqual([1, 2, 3]);
    expect((await lost).message).toContain('memory');
  });
});

describe('host', () => {
  const names = { 1: 'Ada', 2: 'Grace' } as Record<number, string>;
  const host = {
    lookUp: async (id: number) => names[id],
    add: (a: number, b: number) => a + b,
    refuse: async () => {
      throw Object.assign(new RangeError('not for you'), { code: 'ERR_REFUSED' });
    },
    never: () => new Promise(() => {}),
    give: () => () => 1,
  };

  test('is answered by the main thread, and awaited by Lua', async () => {
    const executor = openExecutor({ host });
    expect((await executor.execute('return lookUp(1) .. " and " .. lookUp(2), add(1, 2)')).value).toEqual([
      'Ada and Grace',
      3,
    ]);
  });

  test('works inside coroutines, protected calls and metamethods', async () => {
    const script = `
      local co = coroutine.wrap(function() coroutine.yield(lookUp(1)) return lookUp(2) end)
      local t = setmetatable({}, { __index = function(_, id) return lookUp(id) end })
      return co(), co(), select(2, pcall(lookUp, 1)), t[2]`;
    expect((await openExecutor({ host }).execute(script)).value).toEqual(['Ada', 'Grace', 'Ada', 'Grace']);
  });

  test('has its errors raised in Lua', async () => {
    const executor = openExecutor({ host });
    expect((await executor.execute('return (pcall(refuse))')).value).toBe(false);
    const error = await rejectionOf(Error, executor.execute('refuse()'));
    expect(error).toMatchObject({ name: 'RangeError', code: 'ERR_REFUSED', message: 'not for you' });
  });

  test('goes together with a hostModule', async () => {
    const executor = openExecutor({ host, hostModule });
    expect((await executor.execute('return double(add(1, 2))')).value).toBe(6);
  });

  test('serves scripts side by side, each its own answers', async () => {
    const executor = openExecutor({ poolSize: 2, host });
    const scripts = Array.from({ length: 40 }, (_, i) =>
      executor.execute('local s = 0 for i = 1, 5 do s = add(s, ...) end return s', { args: [i] }),
    );
    const values = (await Promise.all(scripts)).map(({ value }) => value);
    expect(values).toEqual(Array.from({ length: 40 }, (_, i) => 5 * i));
  });

  test('that never answers is ended by the timeout, inside the worker', async () => {
    const executor = openExecutor({ host, graceMs: 5_000 });
    const running = executor.execute('pcall(never) return 1', { limits: { timeout: 50 } });
    expect(await rejectionOf(LuaLimitError, running)).toMatchObject({ resource: 'time' });
    expect((await executor.execute('return add(1, 1)')).value).toBe(2);
    expect(executor.stats().workersReplaced).toBe(0);
  });

  test('that never answers is ended by an abort, inside the worker', async () => {
    const executor = openExecutor({ host, graceMs: 5_000, securityLevel: 'unlimited' });
    await executor.execute('return 1');
    const signal = AbortSignal.timeout(50);
    const error = await rejectionOf(LuaLimitError, executor.execute('never()', { signal }));
    expect(error).toMatchObject({ resource: 'aborted', cause: signal.reason });
    expect(executor.stats().workersReplaced).toBe(0);
  });

  test('that answers after the end of its script is not heard by the next', async () => {
    let answer = (_value: number) => {};
    const late = () =>
      new Promise<number>((resolve) => {
        answer = resolve;
      });
    const executor = openExecutor({ host: { late } });
    await rejectionOf(LuaLimitError, executor.execute('return late()', { limits: { timeout: 30 } }));
    const answerFirst = answer;
    const next = executor.execute('return late()', { limits: { timeout: '10s' } });
    await rejectionOf(LuaLimitError, executor.execute('', { signal: AbortSignal.timeout(50) })).catch(
      () => {},
    );
    answerFirst(1);
    answer(2);
    expect((await next).value).toBe(2);
  });

  test('cannot be given, or give, what cannot be copied', async () => {
    const executor = openExecutor({ host });
    const given = await rejectionOf(LuaConversionError, executor.execute('lookUp(print)'));
    expect(given.message).toContain('argument 1 of lookUp is a function');
    const got = await rejectionOf(LuaConversionError, executor.execute('give()'));
    expect(got.message).toContain('what give returned cannot be copied');
  });

  test('leaves the limits of scripts as they are', async () => {
    const executor = openExecutor({ host, defaultLimits: { maxInstructions: 20_000 } });
    const error = await rejectionOf(LuaLimitError, executor.execute('while true do add(1, 2) end'));
    expect(error).toMatchObject({ resource: 'instructions', limit: 20_000 });
    await rejectionOf(LuaError, executor.execute('error("x")'));
  });
});
