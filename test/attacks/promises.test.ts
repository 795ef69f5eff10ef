import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LuaContext, type LuaFunction, multiple } from '../../src/index.ts';
import { works } from './attack.ts';

/** What a host function may give back for the script to wait for. */
const awaited: Readonly<Record<string, () => unknown>> = {
  'a promise that is fulfilled': () => Promise.resolve(1),
  'one that is fulfilled later': () => new Promise((resolve) => setImmediate(resolve, 1)),
  'one that is rejected': () => Promise.reject(new Error('of the host')),
  'one that is rejected later': () => new Promise((_, reject) => setImmediate(reject, new Error('late'))),
  'one that is rejected with nothing': () => Promise.reject(),
  'one that is rejected with a symbol': () => Promise.reject(Symbol('x')),
  'one that is rejected with a hostile error': () =>
    Promise.reject(
      new Proxy(new Error('x'), {
        get: () => {
          throw new Error('get');
        },
        getPrototypeOf: () => {
          throw new Error('getPrototypeOf');
        },
      }),
    ),
  'one that never settles': () => new Promise(() => {}),
  'one that gives a promise': async () => (async () => Promise.resolve(2))(),
  'one that gives a function': async () => () => Promise.resolve(1),
  'one that gives many results': async () => multiple(1, 'two', [3]),
  'one that gives what cannot cross': async () => new WeakMap(),
  'one that gives an object with itself in it': async () => {
    const object: { self?: unknown } = {};
    object.self = object;
    return object;
  },
  'one that gives an object whose getter throws': async () => ({
    get a(): never {
      throw new Error('getter');
    },
  }),
  'one that gives more than there is memory for': async () => 'x'.repeat(3_000_000),
  'one whose then cannot be read': () =>
    Object.defineProperty(Promise.resolve(1), 'then', {
      get: () => {
        throw new Error('then');
      },
    }),
  'one whose then tells another story': () =>
    Object.assign(Promise.resolve(1), {
      // biome-ignore lint/suspicious/noThenProperty: it is what is tested
      then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => {
        resolve(1);
        reject(new Error('x'));
        setImmediate(resolve, 2);
        return 1;
      },
    }),
  'a thenable that is no promise': () => ({
    // biome-ignore lint/suspicious/noThenProperty: it is what is tested
    then: (resolve: (value: unknown) => void) => resolve(1),
  }),
};

/** Where a script may wait; `wait` waits. */
const places: Readonly<Record<string, string>> = {
  'the main program': 'wait() wait()',
  'a protected call': 'for i = 1, 3 do pcall(wait) end',
  'a coroutine': 'coroutine.wrap(function() wait() coroutine.yield() end)()',
  'a coroutine that is closed': `
    local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() pcall(wait) touch() end }) coroutine.yield() end)
    coroutine.resume(co) coroutine.close(co) pcall(coroutine.close, co)`,
  'a value that is closed':
    'pcall(function() local x <close> = setmetatable({}, { __close = function() wait() touch() end }) error("x") end)',
  'a message handler': 'xpcall(error, function() wait() end)',
  'a metamethod':
    'local t = setmetatable({}, { __index = wait, __concat = wait, __eq = wait, __lt = wait }) local a, b = t.x, t .. t a = t < t',
  'an iterator': 'for x in wait do break end',
  'a comparator': 'table.sort({ 3, 2, 1 }, wait)',
  'a replacement': '("x"):gsub("x", wait)',
  'a reader of load': 'load(wait)',
  'a finalizer': 'setmetatable({}, { __gc = wait }) collectgarbage() for i = 1, 1000 do end',
  'a callback of the host': 'call(wait) call(function() pcall(wait) touch() end)',
  'nested coroutines and protected calls': `
    local function f(n) if n == 0 then return wait() end return pcall(coroutine.wrap(f), n - 1) end f(30)`,
  'coroutines that close each other': `
    local one, other
    one = coroutine.create(function() pcall(wait) pcall(coroutine.close, other) coroutine.yield() wait() end)
    other = coroutine.create(function() coroutine.resume(one) pcall(coroutine.close, one) wait() coroutine.close(coroutine.running()) end)
    coroutine.resume(other) coroutine.resume(one) coroutine.close(one)`,
};

/** After how many turns of the event loop the execution is aborted, if at all. */
const aborts = [undefined, 0, 1, 2, 3, 6] as const;

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
let held = 0;
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => {
  process.off('unhandledRejection', note);
  const all = Object.keys(awaited).length * Object.keys(places).length * aborts.length;
  console.log(`executions that wait, ended in each state: ${held} of ${all}`);
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function run(lua: LuaContext, script: string, abort: number | undefined): Promise<string> {
  const controller = new AbortController();
  const limits = { maxInstructions: 100_000, maxMemory: '2MB', timeout: abort === undefined ? 15 : '5s' };
  const result = lua.executeScriptAsync(script, { signal: controller.signal, sliceMs: 0.5, limits }).then(
    () => 'returned',
    (error: unknown) => (error as { resource?: string } | undefined)?.resource ?? 'error',
  );
  if (abort !== undefined) {
    for (let i = 0; i < abort; i++) await turn();
    controller.abort();
  }
  return result;
}

describe.each(Object.entries(awaited))('%s', (_, give) => {
  test.each(Object.entries(places))('is waited for in %s', async (_, script) => {
    let ended = false;
    let late = 0;
    const watched =
      <A extends unknown[]>(body: (...args: A) => unknown) =>
      (...args: A) => {
        if (ended) late++;
        return body(...args) as never;
      };
    const lua = new LuaContext(
      { wait: watched(give), touch: watched(() => {}), call: watched((callee: LuaFunction) => callee()) },
      { libraries: 'all', print: () => {} },
    );
    for (const abort of aborts) {
      ended = false;
      await run(lua, script, abort);
      ended = true;
      expect(lua.isBusy()).toBe(false);
      expect(works(lua)).toBe(true);
      held++;
      if (abort !== undefined) lua.reset();
    }
    await turn();
    expect(late).toBe(0);
    expect(unhandled).toEqual([]);
    lua.dispose();
  });
});

describe('promises that a script cannot wait for, and asks for all the same', () => {
  const pile = 'for _ = 1, 1000 do table.sort({ 2, 1 }, function(a, b) pcall(fetch) return a < b end) end';

  function open() {
    const calls = { begun: 0 };
    const pending: (() => void)[] = [];
    const fetch = () => {
      calls.begun++;
      return new Promise<void>((resolve) => pending.push(resolve));
    };
    const settle = () => {
      for (const resolve of pending.splice(0)) resolve();
    };
    return { calls, settle, lua: new LuaContext({ fetch, settle, pause: async () => {} }) };
  }

  test.each([
    ['in a synchronous execution', (lua: LuaContext) => lua.executeScript(`${pile} return pcall(fetch)`)],
    ['in slices', (lua: LuaContext) => lua.executeScriptAsync(`${pile} return pcall(fetch)`, { sliceMs: 1 })],
  ])('are few, %s', async (_place, run) => {
    const { calls, lua } = open();
    const message = expect.stringContaining('4 are pending');
    expect(await run(lua)).toEqual([false, expect.objectContaining({ message })]);
    expect(calls.begun).toBe(4);
  });

  test('make room once they are settled', async () => {
    const { calls, lua, settle } = open();
    const running = lua.executeScriptAsync(`${pile} settle() pause() table.sort({ 2, 1 }, function(a, b)
      pcall(fetch) return a < b end) pcall(fetch) return 'done'`);
    while (calls.begun < 6) await new Promise(setImmediate);
    settle();
    expect(await running).toBe('done');
  });

  test('hold up neither other functions nor the next execution', () => {
    const { calls, lua } = open();
    lua.executeScript(`${pile} settle()`);
    lua.executeScript(pile);
    expect(calls.begun).toBe(8);
  });
});
