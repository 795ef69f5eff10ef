import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError, LuaStateError } from '../../src/index.ts';
import { works } from './attack.ts';

const spin = 'while true do end';

/** Where a script may stand when it is ended: `wait` gives a promise that never settles. */
const states: readonly (readonly [string, string])[] = [
  ['running', spin],
  ['running in a coroutine', `coroutine.wrap(function() ${spin} end)()`],
  ['running in a coroutine in pcall', `while true do pcall(coroutine.wrap(function() ${spin} end)) end`],
  [
    'running while a value is closed',
    `do local x <close> = setmetatable({}, { __close = function() ${spin} end }) end`,
  ],
  ['waiting', 'while true do wait() end'],
  ['waiting in pcall', 'while true do pcall(wait) end'],
  ['waiting in a coroutine', 'coroutine.wrap(function() wait() end)() touch()'],
  [
    'waiting in nested coroutines',
    'local function f(n) if n == 0 then wait() end coroutine.wrap(f)(n - 1) end f(20)',
  ],
  ['waiting in a metamethod', 'return setmetatable({}, { __index = function() return wait() end }).x'],
  ['waiting in an iterator', 'for x in wait do end'],
  ['waiting with a pending close', 'local x <close> = setmetatable({}, { __close = touch }) wait()'],
  [
    'waiting while a value is closed',
    'do local x <close> = setmetatable({}, { __close = function() wait() end }) end',
  ],
];

/** Places that cannot be suspended: until such a script ends the event loop has no turn. */
const unsuspendable: readonly (readonly [string, string])[] = [
  ['running in a message handler', 'xpcall(error, function() pcall(wait) while true do end end)'],
  ['running in a comparator', `table.sort({ 3, 2, 1 }, function() ${spin} end)`],
  ['running in a finalizer', `setmetatable({}, { __gc = function() ${spin} end }) collectgarbage()`],
  ['running in a reader of load', `load(function() ${spin} end)`],
  ['running in one C call', `string.find(('a'):rep(30000), '.-.-.-.-b$')`],
  ['running in callbacks of the host', `call(function() ${spin} end)`],
];

function open(after: { ended: boolean; calls: number }) {
  return new LuaContext(
    {
      wait: () => new Promise<never>(() => {}),
      touch: () => void after.calls++,
      call: (callee: () => unknown) => {
        if (after.ended) after.calls++;
        return callee() as never;
      },
    },
    { libraries: 'all', print: () => {}, maxInstructions: 0 },
  );
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    return error;
  }
}

const turns = (count: number) =>
  Array.from({ length: count }).reduce<Promise<void>>(
    (before) => before.then(() => new Promise((resolve) => setImmediate(resolve))),
    Promise.resolve(),
  );

describe.each(states)('%s', (_, script) => {
  test.each(['signal', 'cancel'] as const)('is ended by %s', async (means) => {
    const after = { ended: false, calls: 0 };
    const lua = open(after);
    const controller = new AbortController();
    const ended = errorOf(lua.executeScriptAsync(script, { signal: controller.signal, sliceMs: 1 }));
    await turns(3);
    if (means === 'signal') controller.abort();
    else lua.cancel();
    after.ended = true;
    expect(await ended).toMatchObject({ resource: 'aborted' });
    expect(after.calls).toBe(0);
    expect(lua.isBusy()).toBe(false);
    expect(works(lua)).toBe(true);
  });

  test('stands in the way of nothing else that the host does', async () => {
    const lua = open({ ended: false, calls: 0 });
    const neighbour = open({ ended: false, calls: 0 });
    const ended = errorOf(lua.executeScriptAsync(script, { sliceMs: 1 }));
    await turns(2);
    for (const act of [
      () => lua.reset(),
      () => lua.dispose(),
      () => lua.executeScript('return 1'),
      () => lua.snapshot(),
    ])
      expect(act).toThrow(LuaStateError);
    expect(await errorOf(lua.executeScriptAsync('return 1'))).toBeInstanceOf(LuaStateError);
    expect(await neighbour.executeScriptAsync('return 1 + 1')).toBe(2);
    lua.cancel();
    expect(await ended).toBeInstanceOf(LuaLimitError);
  });
});

describe.each([...states, ...unsuspendable])('%s', (_, script) => {
  test('is ended by its timeout', async () => {
    const lua = open({ ended: false, calls: 0 });
    expect(
      await errorOf(lua.executeScriptAsync(script, { limits: { timeout: 30 }, sliceMs: 1 })),
    ).toMatchObject({
      resource: 'time',
    });
    expect(works(lua)).toBe(true);
  });
});

describe('what a promise of the host does at the wrong moment', () => {
  const late: { resolve?: (value: unknown) => void; reject?: (error: unknown) => void } = {};
  const openLate = () =>
    new LuaContext(
      {
        wait: () =>
          new Promise<never>((resolve, reject) => {
            late.resolve = resolve as (value: unknown) => void;
            late.reject = reject;
          }),
      },
      { print: () => {} },
    );

  test.each(['resolve', 'reject'] as const)('%s after the end is ignored', async (how) => {
    const lua = openLate();
    const ended = errorOf(lua.executeScriptAsync('reached = false wait() reached = true'));
    await turns(2);
    lua.cancel();
    expect(await ended).toMatchObject({ resource: 'aborted' });
    const settle = late[how];
    settle?.(new Error('too late'));
    await turns(3);
    expect(lua.getGlobal('reached')).toBe(false);
    expect(works(lua)).toBe(true);
  });

  test('a second settlement, in the next execution, is not taken for its own', async () => {
    const lua = openLate();
    const first = errorOf(lua.executeScriptAsync('wait()'));
    await turns(2);
    lua.cancel();
    await first;
    const settleFirst = late.resolve;
    const second = lua.executeScriptAsync('return wait()');
    await turns(2);
    settleFirst?.('of the first');
    await turns(2);
    late.resolve?.('of the second');
    expect(await second).toBe('of the second');
  });

  test('a table with a field then is a table', async () => {
    let called = 0;
    const lua = new LuaContext({ hit: () => void called++, give: () => JSON.parse('{ "then": 1 }') });
    expect(await lua.executeScriptAsync('local t = give() return t["then"]')).toBe(1);
    expect(called).toBe(0);
  });
});
