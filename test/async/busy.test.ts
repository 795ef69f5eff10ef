import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaFunction, LuaStateError, type LuaTableHandle } from '../../src/index.ts';
import { deferred, later } from '../support/turns.ts';

/** A context in which a script is suspended: `state` says where; `finish` lets it go on to its end. */
async function suspended(state: 'paused' | 'waiting') {
  const ready = deferred<void>();
  const gate = deferred<string>();
  let done = false;
  let kept: LuaFunction | undefined;
  const lua = new LuaContext(
    {
      keep: (f: LuaFunction) => {
        kept = f;
      },
      ready: () => ready.resolve(),
      done: () => done,
      wait: () => {
        ready.resolve();
        return gate.promise;
      },
      later,
    },
    { profile: 'unlimited' },
  );
  const handle = lua.createTable({ x: 1 });
  lua.executeScript('x = 1 function named() return 1 end');
  const body = state === 'waiting' ? 'return wait()' : 'ready() while not done() do end return "end"';
  const result = lua.executeScriptAsync<string>(`keep(function(a) x = a return x end) ${body}`, {
    sliceMs: 1e-6,
  });
  await ready.promise;
  const finish = () => {
    done = true;
    gate.resolve('end');
    return result;
  };
  return { lua, handle, kept: kept as LuaFunction, finish };
}

type Use = (lua: LuaContext, handle: LuaTableHandle, kept: LuaFunction) => unknown;

const executions: readonly (readonly [string, Use])[] = [
  ['executeScriptAsync', (lua) => lua.executeScriptAsync('return 1')],
  ['callAsync of a name', (lua) => lua.callAsync('named')],
  ['callAsync of a function', (lua, _, kept) => lua.callAsync(kept, 1)],
  ['executeScript', async (lua) => lua.executeScript('return 1')],
  ['executeScriptIn', async (lua) => lua.executeScriptIn(lua.createEnvironment(), 'return 1')],
  ['call by a name', async (lua) => lua.call('named')],
];

const reads: readonly (readonly [string, Use, unknown])[] = [
  ['a function that Lua gave', (_, __, kept) => kept(5), 5],
  ['a handle', (_, handle) => handle.get('x'), 1],
  ['getGlobal', (lua) => lua.getGlobal('x'), 1],
  ['setGlobal', (lua) => lua.setGlobal('y', 2), undefined],
  ['createTable', (lua) => lua.createTable({ z: 3 }).get('z'), 3],
];

const copies: readonly (readonly [string, Use])[] = [
  ['reset', (lua) => lua.reset()],
  ['dispose', (lua) => lua.dispose()],
  ['snapshot', (lua) => lua.snapshot()],
  ['fork', (lua) => lua.fork()],
];

describe.each(['paused', 'waiting'] as const)('while an asynchronous execution is %s', (state) => {
  test.each(executions)('%s is refused', async (_, use) => {
    const { lua, handle, kept, finish } = await suspended(state);
    await expect(use(lua, handle, kept)).rejects.toMatchObject({
      name: 'LuaStateError',
      message: expect.stringContaining('busy with an asynchronous execution'),
    });
    expect(await finish()).toBe('end');
  });

  test.each(copies)('%s is refused', async (_, use) => {
    const { lua, handle, kept, finish } = await suspended(state);
    expect(() => use(lua, handle, kept)).toThrow(LuaStateError);
    expect(await finish()).toBe('end');
  });

  test('restore is refused', async () => {
    const { lua, finish } = await suspended(state);
    const snapshot = new LuaContext().snapshot();
    expect(() => lua.restore(snapshot)).toThrow('while a script is running');
    expect(await finish()).toBe('end');
  });

  test('isBusy is true, and false after its end', async () => {
    const { lua, finish } = await suspended(state);
    expect(lua.isBusy()).toBe(true);
    await finish();
    expect(lua.isBusy()).toBe(false);
  });

  test('its memory and what it is can be read', async () => {
    const { lua, finish } = await suspended(state);
    expect(lua.info().memory).toBe(lua.getMemoryUsage());
    await finish();
  });

  test('values can be released', async () => {
    const { lua, handle, kept, finish } = await suspended(state);
    lua.release(handle);
    lua.release(kept);
    expect(await finish()).toBe('end');
    expect(lua.info().heldValues).toBe(0);
  });
});

describe('while it waits for a promise', () => {
  test.each(reads)('%s works', async (_, use, value) => {
    const { lua, handle, kept, finish } = await suspended('waiting');
    expect(use(lua, handle, kept)).toBe(value);
    expect(await finish()).toBe('end');
  });

  test('what such calls use is used by the execution', async () => {
    const { lua, kept, finish } = await suspended('waiting');
    const idle = await suspended('waiting');
    for (let i = 0; i < 10; i++) kept(i);
    await finish();
    await idle.finish();
    expect(lua.usage.instructions).toBeGreaterThan(idle.lua.usage.instructions + 50);
  });

  test('functions that are called cannot wait', async () => {
    const { lua, finish } = await suspended('waiting');
    await finish();
    const gate = deferred<number>();
    const ready = deferred<LuaFunction>();
    lua.setGlobal('gate', (f: LuaFunction) => {
      ready.resolve(f);
      return gate.promise;
    });
    const result = lua.executeScriptAsync('return gate(function() return pcall(later, 1) end)');
    const called = (await ready.promise)() as [boolean, { message: string }];
    expect(called[0]).toBe(false);
    expect(String(called[1].message ?? called[1])).toContain('only the execution itself can wait');
    gate.resolve(1);
    expect(await result).toBe(1);
  });
});

describe('while it is paused', () => {
  test.each(reads)('%s is refused', async (_, use) => {
    const { lua, handle, kept, finish } = await suspended('paused');
    expect(() => use(lua, handle, kept)).toThrow(LuaStateError);
    expect(await finish()).toBe('end');
  });
});

describe('while a synchronous script runs', () => {
  test('an asynchronous execution is refused', async () => {
    let refused: Promise<unknown> | undefined;
    const lua: LuaContext = new LuaContext({
      start: () => {
        refused = lua.executeScriptAsync('return 1');
        refused.catch(() => {});
      },
    });
    lua.executeScript('start()');
    await expect(refused).rejects.toBeInstanceOf(LuaStateError);
  });
});

describe('after its end', () => {
  test('the context takes the next execution at once', async () => {
    const lua = new LuaContext({ later });
    const results: unknown[] = [];
    for (let i = 0; i < 5; i++)
      results.push(await lua.executeScriptAsync(`return later(${i})`), lua.executeScript('return "sync"'));
    expect(results).toEqual([0, 'sync', 1, 'sync', 2, 'sync', 3, 'sync', 4, 'sync']);
  });
});
