import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaFunction, LuaLimitError, type ScriptLimits } from '../../src/index.ts';
import { rejectedWith } from '../support/rejected-with.ts';
import { deferred, later, nextTurn } from '../support/turns.ts';

const never = () => new Promise<never>(() => {});
const spin = 'while true do end';

/** A context without limits, and a promise for the moment at which its script says `ready()`. */
function open(globals = {}) {
  const ready = deferred<void>();
  const lua = new LuaContext(
    { never, later, ready: () => ready.resolve(), ...globals },
    { profile: 'unlimited' },
  );
  return { lua, ready: ready.promise };
}

/** Where an execution can be when it is ended. */
const moments: readonly (readonly [string, string])[] = [
  ['while it runs', `ready() ${spin}`],
  ['while it waits', 'ready() never()'],
  [
    'while it waits in a coroutine in pcall',
    'pcall(coroutine.wrap(function() pcall(function() ready() never() end) end))',
  ],
  ['while it runs in a coroutine', `coroutine.wrap(function() pcall(function() ready() ${spin} end) end)()`],
  [
    'while it runs where it cannot be suspended at once',
    'ready() while true do table.sort({ 3, 2, 1 }, function(a, b) for i = 1, 100 do end return a < b end) end',
  ],
  [
    'while it waits in __close',
    'local x <close> = setmetatable({}, { __close = function() ready() never() end }) error("e")',
  ],
];

describe.each(moments)('an execution that is ended %s', (_, script) => {
  test('by its signal is rejected with LuaLimitError', async () => {
    const { lua, ready } = open();
    const controller = new AbortController();
    const result = lua.executeScriptAsync(script, { signal: controller.signal });
    await ready;
    controller.abort('enough');
    const error = await rejectedWith(LuaLimitError, result);
    expect(error).toMatchObject({ resource: 'aborted', limit: 0, cause: 'enough' });
  });

  test('by cancel is rejected with LuaLimitError', async () => {
    const { lua, ready } = open();
    const result = lua.executeScriptAsync(script);
    await ready;
    lua.cancel();
    const error = await rejectedWith(LuaLimitError, result);
    expect(error.resource).toBe('aborted');
    expect(error.cause).toBeUndefined();
  });

  test('by its timeout is rejected with LuaLimitError', async () => {
    const { lua } = open();
    const result = lua.executeScriptAsync(script, { limits: { timeout: 20 } });
    const error = await rejectedWith(LuaLimitError, result);
    expect(error).toMatchObject({ resource: 'time', limit: 20 });
    expect(error.used).toBeGreaterThanOrEqual(20);
  });

  test('has the Lua stack', async () => {
    const { lua, ready } = open();
    const result = lua.executeScriptAsync(script, { chunkName: '=stranger' });
    await ready;
    lua.cancel();
    const { traceback } = await rejectedWith(LuaLimitError, result);
    expect(traceback).toMatch(/^stack traceback:\n/);
    expect(traceback).toContain('stranger:1:');
  });

  test('leaves the context whole', async () => {
    const { lua, ready } = open();
    const result = lua.executeScriptAsync(script);
    await ready;
    lua.cancel();
    await rejectedWith(LuaLimitError, result);
    expect(lua.isBusy()).toBe(false);
    expect(await lua.executeScriptAsync('return coroutine.wrap(later)(1)')).toBe(1);
    expect(lua.executeScript('return coroutine.isyieldable(), select(2, coroutine.running())')).toEqual([
      false,
      true,
    ]);
  });

  test('leaves no listener with its signal', async () => {
    const { lua, ready } = open();
    const { signal } = new AbortController();
    const listeners: unknown[] = [];
    signal.addEventListener = (_type: string, listener: unknown) => void listeners.push(listener);
    signal.removeEventListener = (_type: string, listener: unknown) =>
      void (listeners.includes(listener) && listeners.splice(listeners.indexOf(listener), 1));
    const result = lua.executeScriptAsync(script, { signal });
    await ready;
    await nextTurn();
    lua.cancel();
    await rejectedWith(LuaLimitError, result);
    expect(listeners).toEqual([]);
  });
});

describe('an abort', () => {
  test('before the start runs nothing', async () => {
    const { lua } = open();
    const result = lua.executeScriptAsync('ran = true', { signal: AbortSignal.abort('early') });
    expect(await rejectedWith(LuaLimitError, result)).toMatchObject({ resource: 'aborted', cause: 'early' });
    expect(lua.getGlobal('ran')).toBeNull();
  });

  test('while it waits for its first turn runs nothing', async () => {
    const busy = Array.from({ length: 5 }, () => open().lua);
    const running = busy.map((lua) =>
      rejectedWith(LuaLimitError, lua.executeScriptAsync(spin, { sliceMs: 1 })),
    );
    const { lua } = open();
    const controller = new AbortController();
    const result = lua.executeScriptAsync('ran = true', { signal: controller.signal });
    controller.abort();
    expect(await rejectedWith(LuaLimitError, result)).toMatchObject({ resource: 'aborted', traceback: '' });
    expect(lua.getGlobal('ran')).toBeNull();
    for (const other of busy) other.cancel();
    await Promise.all(running);
  });

  test('by a host function of its own ends it before it calls another', async () => {
    const controller = new AbortController();
    const calls: string[] = [];
    const { lua } = open({
      stop: () => controller.abort(),
      log: (text: string) => calls.push(text),
    });
    const script = 'log("before") stop() for i = 1, 1e6 do end log("after")';
    const error = await rejectedWith(
      LuaLimitError,
      lua.executeScriptAsync(script, { signal: controller.signal }),
    );
    expect(error.resource).toBe('aborted');
    expect(calls).toEqual(['before']);
  });

  test('by a host function that then returns a promise ends it at once', async () => {
    const controller = new AbortController();
    const { lua } = open({
      stop: () => {
        controller.abort();
        return never();
      },
    });
    const result = lua.executeScriptAsync('pcall(stop)', { signal: controller.signal });
    expect((await rejectedWith(LuaLimitError, result)).resource).toBe('aborted');
  });

  test('after the end does nothing', async () => {
    const controller = new AbortController();
    const { lua } = open();
    expect(await lua.executeScriptAsync('return 1', { signal: controller.signal })).toBe(1);
    controller.abort();
    expect(await lua.executeScriptAsync('return 2')).toBe(2);
  });

  test('concerns one execution', async () => {
    const { lua } = open();
    lua.cancel();
    expect(await lua.executeScriptAsync('return later(1)')).toBe(1);
  });
});

describe('a limit of instructions', () => {
  test('ends an asynchronous execution at the same point as a synchronous one', async () => {
    const script = 'n = 0 while true do n = n + 1 pcall(error) end';
    const limits = { maxInstructions: 100_000 };
    const { lua } = open();
    const asynchronous = lua.executeScriptAsync(script, { limits, sliceMs: 1e-6 });
    const { used } = await rejectedWith(LuaLimitError, asynchronous);
    const found = lua.getGlobal('n');
    const synchronous = open().lua;
    expect(synchronous.pcall(() => synchronous.executeScript(script, { limits }))).toMatchObject({
      ok: false,
      error: { used },
    });
    expect(synchronous.getGlobal('n')).toBe(found);
  });

  test('that is reached by a function called while the execution waits ends the execution', async () => {
    let kept: LuaFunction | undefined;
    const { lua, ready } = open({
      keep: (f: LuaFunction) => {
        kept = f;
      },
    });
    const script = `keep(function() ${spin} end) ready() pcall(never)`;
    const result = rejectedWith(
      LuaLimitError,
      lua.executeScriptAsync(script, { limits: { maxInstructions: 1e5 } }),
    );
    await ready;
    expect(() => kept?.()).toThrow(LuaLimitError);
    const error = await result;
    expect(error.resource).toBe('instructions');
    expect(error.traceback).toContain('in main chunk');
    expect(await lua.executeScriptAsync('return coroutine.wrap(later)(1)')).toBe(1);
  });
});

describe('a timeout', () => {
  test('ends an execution that waits for a promise that never settles', async () => {
    const { lua } = open();
    const result = lua.executeScriptAsync('pcall(never) return 1', { limits: { timeout: 10 } });
    expect((await rejectedWith(LuaLimitError, result)).resource).toBe('time');
  });

  test('that is far away lets it wait', async () => {
    const { lua } = open();
    expect(await lua.executeScriptAsync('return later(1)', { limits: { timeout: 2 ** 40 } })).toBe(1);
  });

  test('is told with the time of waiting in it', async () => {
    let waited = 0;
    const wait = async () => {
      const start = performance.now();
      await later(1);
      waited += performance.now() - start;
    };
    const { lua } = open({ wait });
    await lua.executeScriptAsync('for i = 1, 3 do wait() end');
    expect(lua.usage.wallTime).toBeGreaterThanOrEqual(waited);
  });
});

describe('a promise that is settled after the end', () => {
  test.each(['resolve', 'reject'] as const)('is ignored: %s', async (how) => {
    const gate = deferred<number>();
    const { lua, ready } = open({ wait: () => gate.promise });
    const result = lua.executeScriptAsync('ready() wait() late = true');
    await ready;
    lua.cancel();
    await rejectedWith(LuaLimitError, result);
    gate[how](1);
    await nextTurn();
    expect(lua.getGlobal('late')).toBeNull();
  });

  test('does not disturb the next execution, which waits for another', async () => {
    const [first, second] = [deferred<string>(), deferred<string>()];
    const gates = [first, second];
    const { lua, ready } = open({ wait: () => gates.shift()?.promise });
    const result = lua.executeScriptAsync('ready() return wait()');
    await ready;
    lua.cancel();
    await rejectedWith(LuaLimitError, result);
    const next = lua.executeScriptAsync('return wait()');
    await nextTurn();
    first.resolve('first');
    await nextTurn();
    second.resolve('second');
    expect(await next).toBe('second');
  });
});

describe('while others have their turns, an execution ends without waiting for its own', () => {
  /** Endless scripts that each take long slices, and how many of them have begun. */
  function busyContexts(count: number) {
    const controller = new AbortController();
    let begun = 0;
    const begin = () => {
      begun++;
    };
    const executions = Array.from({ length: count }, () =>
      new LuaContext({ begin }, { profile: 'unlimited' }).executeScriptAsync('begin() while true do end', {
        sliceMs: 40,
        signal: controller.signal,
      }),
    );
    const end = async () => {
      controller.abort();
      await Promise.allSettled(executions);
    };
    return { begun: () => begun, end };
  }

  test.each<[string, (lua: LuaContext, controller: AbortController) => void, ScriptLimits]>([
    ['at its timeout', () => {}, { timeout: 5 }],
    ['at an abort', (_, controller) => setTimeout(() => controller.abort(), 5), {}],
    ['when it is cancelled', (lua) => setTimeout(() => lua.cancel(), 5), {}],
  ])('%s', async (_, end, limits) => {
    const others = busyContexts(12);
    const controller = new AbortController();
    const lua = new LuaContext({}, { profile: 'unlimited', ...limits });
    const execution = lua.executeScriptAsync('while true do end', { signal: controller.signal });
    end(lua, controller);
    await rejectedWith(LuaLimitError, execution);
    expect(others.begun()).toBeLessThan(12);
    await others.end();
  });
});
