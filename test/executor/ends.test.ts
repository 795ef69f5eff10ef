/** How executions end that do not end by themselves, and that no other notices. */
import { describe, expect, test } from 'vitest';
import { LuaExitError, LuaLimitError, LuaQueueFullError, LuaWorkerError } from '../../src/index.ts';
import { hostModule, openExecutor, rejectionOf } from './executors.ts';

const spin = 'while true do end';

describe('limits', () => {
  test.each([
    ['instructions', spin, { maxInstructions: 10_000 }],
    ['time', spin, { timeout: 10, maxInstructions: 0 }],
    ['memory', 'local t = {} while true do t[#t + 1] = { #t } end', { maxMemory: '1MB' }],
  ] as const)('%s end the script inside its worker', async (resource, script, limits) => {
    const executor = openExecutor();
    expect(await rejectionOf(LuaLimitError, executor.execute(script, { limits }))).toMatchObject({
      resource,
    });
    expect((await executor.execute('return 1')).value).toBe(1);
    expect(executor.stats()).toMatchObject({ workersReplaced: 0, ends: { [resource]: 1, ok: 1 } });
  });

  test('come from the security level, an own profile, the defaults and the execution', async () => {
    const executor = openExecutor({
      securityLevel: 'tenant',
      profiles: { tenant: { maxInstructions: 5_000 }, guest: { maxInstructions: 600 } },
      defaultLimits: { maxMemory: '1MB' },
    });
    const limitOf = async (options: object) =>
      (await rejectionOf(LuaLimitError, executor.execute(spin, options))).limit;
    expect(await limitOf({})).toBe(5_000);
    expect(await limitOf({ profile: 'guest' })).toBe(600);
    expect(await limitOf({ profile: 'strict' })).toBe(1_000_000);
    expect(await limitOf({ limits: { maxInstructions: 700 } })).toBe(700);
    const grab = executor.execute('return #string.rep("x", 2 * 1024 * 1024)');
    expect(await rejectionOf(LuaLimitError, grab)).toMatchObject({ resource: 'memory', limit: 2 ** 20 });
  });

  test('are warned of before they strike', async () => {
    const executor = openExecutor({ defaultLimits: { maxInstructions: 100_000, warningThreshold: 0.5 } });
    const { warnings } = await executor.execute('for i = 1, 60000 do end');
    expect(warnings).toMatchObject([{ resource: 'instructions', limit: 100_000 }]);
    expect((await executor.execute('return 1')).warnings).toEqual([]);
  });
});

test('os.exit ends a script with its status, and no worker', async () => {
  const executor = openExecutor({ libraries: 'all' });
  const error = await rejectionOf(LuaExitError, executor.execute('os.exit(3)'));
  expect(error).toMatchObject({ code: 'ERR_LUA_EXIT', status: 3 });
  expect(executor.stats().workersReplaced).toBe(0);
});

describe('a worker that is silent', () => {
  test('past timeout and grace is ended and replaced', async () => {
    const executor = openExecutor({ hostModule, defaultLimits: { timeout: 500 } });
    const error = await rejectionOf(LuaLimitError, executor.execute('hang()'));
    expect(error).toMatchObject({ resource: 'time', limit: 500 });
    expect(error.cause).toBeInstanceOf(LuaWorkerError);
    expect((await executor.execute('return 1')).value).toBe(1);
    expect(executor.stats().workersReplaced).toBe(1);
  });

  test('takes no other script with it', async () => {
    const executor = openExecutor({ poolSize: 2, hostModule, defaultLimits: { timeout: 500 } });
    const hung = [1, 2, 3].map(() => rejectionOf(LuaLimitError, executor.execute('hang()')));
    const well = Array.from({ length: 40 }, (_, i) => executor.execute('return double(...)', { args: [i] }));
    const values = (await Promise.all(well)).map(({ value }) => value);
    expect(values).toEqual(Array.from({ length: 40 }, (_, i) => 2 * i));
    for (const error of await Promise.all(hung)) expect(error.resource).toBe('time');
    expect(executor.stats().workersReplaced).toBe(3);
  });

  test('is ended by an abort and the grace, whatever its timeout', async () => {
    const executor = openExecutor({ hostModule, securityLevel: 'unlimited' });
    await executor.execute('return 1');
    const signal = AbortSignal.timeout(20);
    const error = await rejectionOf(LuaLimitError, executor.execute('hang()', { signal }));
    expect(error).toMatchObject({ resource: 'aborted', cause: signal.reason });
    expect((await executor.execute('return 1')).value).toBe(1);
  });
});

describe('a worker that is lost', () => {
  test.each([
    ['leave()', 'exited with code: 7'],
    ['failLater()', 'too late'],
  ])('fails its script, and not the one that waits: %s', async (script, message) => {
    const executor = openExecutor({ hostModule });
    const lost = rejectionOf(LuaWorkerError, executor.execute(script));
    const well = executor.execute('return double(4)');
    expect((await lost).message).toContain(message);
    expect((await well).value).toBe(8);
    expect(executor.stats()).toMatchObject({ workersReplaced: 1, ends: { worker: 1, ok: 1 } });
  });
});

describe('signal', () => {
  test('aborted before ends the execution before it begins', async () => {
    const signal = AbortSignal.abort(new Error('not needed'));
    const error = await rejectionOf(LuaLimitError, openExecutor().execute('return 1', { signal }));
    expect(error).toMatchObject({ resource: 'aborted', cause: signal.reason });
  });

  test('ends a script that is running, without its worker', async () => {
    const executor = openExecutor({ securityLevel: 'unlimited' });
    const controller = new AbortController();
    const running = executor.execute(spin, { signal: controller.signal });
    await executor.execute('return 1', { signal: AbortSignal.timeout(50) }).catch(() => {});
    controller.abort(new Error('enough'));
    const error = await rejectionOf(LuaLimitError, running);
    expect(error).toMatchObject({ resource: 'aborted', cause: controller.signal.reason });
    expect(executor.stats().workersReplaced).toBe(0);
  });

  test('takes a waiting script out of the queue', async () => {
    const executor = openExecutor({ defaultLimits: { timeout: 200, maxInstructions: 0 } });
    const first = rejectionOf(LuaLimitError, executor.execute(spin));
    const controller = new AbortController();
    const waiting = executor.execute('return 1', { signal: controller.signal });
    const last = executor.execute('return 2');
    controller.abort();
    expect(await rejectionOf(LuaLimitError, waiting)).toMatchObject({ resource: 'aborted', used: 0 });
    expect((await last).value).toBe(2);
    await first;
  });

  test('is forgotten when the script has ended', async () => {
    const controller = new AbortController();
    const executor = openExecutor();
    expect((await executor.execute('return 1', { signal: controller.signal })).value).toBe(1);
    controller.abort();
    expect((await executor.execute('return 2')).value).toBe(2);
    expect(executor.stats().ends).toMatchObject({ ok: 2, aborted: 0 });
  });
});

describe('the queue', () => {
  test('refuses at once what is too much', async () => {
    const executor = openExecutor({ maxQueue: 2 });
    const accepted = [1, 2, 3].map((n) => executor.execute('return ...', { args: [n] }));
    const error = await rejectionOf(LuaQueueFullError, executor.execute('return 4'));
    expect(error.message).toContain('2 scripts wait already (maxQueue)');
    expect((await Promise.all(accepted)).map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(executor.stats()).toMatchObject({ queued: 0, running: 0, ends: { ok: 3, refused: 1 } });
  });

  test('is in order of priority, then of arrival', async () => {
    const executor = openExecutor();
    const done: string[] = [];
    const run = async (name: string, priority: number) => {
      await executor.execute('return 1', { priority });
      done.push(name);
    };
    await Promise.all([run('a', 0), run('b', 1), run('c', 0), run('d', -1), run('e', 1)]);
    expect(done).toEqual(['b', 'e', 'a', 'c', 'd']);
  });
});
