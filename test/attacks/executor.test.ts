/** What scripts might do to an executor through what they return, raise, print and call. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LuaConversionError, LuaError, LuaExecutor, LuaLimitError } from '../../src/index.ts';
import { rejectionOf } from '../executor/executors.ts';

let begin = () => {};
let calls = 0;
const host = {
  echo: async (value: unknown) => value,
  begun: () => begin(),
  count: () => void calls++,
  rethrow: (value: unknown) => {
    throw value;
  },
  throwProxy: () => {
    const refuse = () => {
      throw new Error('no');
    };
    throw new Proxy({}, { get: refuse, getPrototypeOf: refuse });
  },
};
let executor: LuaExecutor;

/** One worker for all, so that what one script has broken is seen by those that follow. */
beforeAll(() => {
  const defaultLimits = { maxInstructions: 2_000_000, maxMemory: '20MB' } as const;
  executor = new LuaExecutor({ poolSize: 1, graceMs: 2_000, host, defaultLimits });
});

afterAll(async () => {
  expect((await executor.execute('return 1 + 1')).value).toBe(2);
  expect(executor.stats()).toMatchObject({ workersReplaced: 0, running: 0, queued: 0 });
  await executor.close();
});

describe('what a host function throws that cannot be shown', () => {
  test.each(['rethrow({ toString = 1 })', 'throwProxy()'])('is an error like any other: %s', async (call) => {
    const error = await rejectionOf(Error, executor.execute(call));
    expect(error.message).toBe('a value that cannot be shown was thrown');
  });
});

describe('results', () => {
  test.each([
    ['a property named __proto__', 'return { __proto__ = { polluted = true } }'],
    ['a property named constructor', 'return { constructor = 1, toString = 2, hasOwnProperty = 3 }'],
  ])('with %s are plain data', async (_, source) => {
    const { value } = await executor.execute(source);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
    expect(Object.keys(value as object)).toContain(
      source.includes('__proto__') ? '__proto__' : 'constructor',
    );
  });

  test.each([
    'return { toJSON = print }',
    'return setmetatable({}, { __pairs = function() while true do end end, __len = error })',
    'return setmetatable({}, { __close = print, __gc = print, __name = "x" })',
  ])('that would run code on the other side are refused: %s', async (source) => {
    await rejectionOf(LuaConversionError, executor.execute(source));
  });

  test.each([
    'return { ["then"] = function(resolve) resolve(1) end }',
    'return { ["then"] = function() while true do end end }',
  ])('are never taken for promises: %s', async (source) => {
    expect((await executor.execute(source)).value).toEqual({});
  });

  test('whose reading would never end are refused unread', async () => {
    const source = 'return setmetatable({}, { __index = function() while true do end end })';
    expect((await rejectionOf(LuaConversionError, executor.execute(source))).message).toContain('metatable');
  });

  test.each([
    ['with a cycle', 'local t = {} t.t = t return t', 'contains itself'],
    ['nested too deeply', 'local t = {} for i = 1, 1e4 do t = { t } end return t', 'nested'],
  ])('%s are errors', async (_, source, message) => {
    expect((await rejectionOf(Error, executor.execute(source))).message).toContain(message);
  });

  test.each([
    'local t = {} for i = 1, 1e6 do t[i] = i end return t',
    'local t = {} for i = 1, 1e5 do t["key" .. i] = { i } end return t',
    'return ("x"):rep(19e6), ("y"):rep(19e6)',
    'local s = ("x"):rep(5e6) local t = {} for i = 1, 100 do t[i] = s end return t',
    'local t = {} for i = 1, 50 do t = { t, t } end return t',
    'local function f(n) if n == 0 then return 1 end return n, f(n - 1) end return f(1e5)',
  ])('of great size end as a value or an error: %s', async (source) => {
    await executor.execute(source).catch((error: unknown) => expect(error).toBeInstanceOf(LuaError));
    expect((await executor.execute('return 1')).value).toBe(1);
  });
});

describe('errors', () => {
  test.each([
    'error(setmetatable({}, { __tostring = function() while true do end end }))',
    'error(setmetatable({}, { __tostring = function() error("again") end }))',
    'error(setmetatable({}, { __index = function() while true do end end }))',
    'error(print)',
    'error(coroutine.create(print))',
    'error({ cause = { print } })',
    'error({ name = "LuaLimitError", code = "ERR_LUA_LIMIT", kind = "limit", resource = "time" })',
    'error(("x"):rep(1e7))',
    'error()',
    'error(nil)',
    'error("\\0\\xff")',
    'local t = {} t.t = t error(t)',
  ])('arrive as errors of their class: %s', async (source) => {
    const error = await rejectionOf(LuaError, executor.execute(source));
    expect(error.constructor === LuaError || error.constructor === LuaLimitError).toBe(true);
    expect(error.message.startsWith('execution timeout')).toBe(false);
  });
});

describe('calls of the main thread', () => {
  test.each([
    'echo(print)',
    'echo({ { echo } })',
    'echo(setmetatable({}, {}))',
    'echo(coroutine.create(print))',
  ])('cannot take along what belongs to the state: %s', async (source) => {
    await rejectionOf(LuaConversionError, executor.execute(source));
  });

  test('are paid for by the script', async () => {
    const calls = executor.execute('while true do echo(1) end', { limits: { maxInstructions: 50_000 } });
    expect(await rejectionOf(LuaLimitError, calls)).toMatchObject({ resource: 'instructions' });
  });

  test.each([
    'while true do pcall(echo, 1) end',
    'while true do coroutine.wrap(function() echo(1) end)() end',
    'local t = setmetatable({}, { __index = function() return echo(1) end }) while true do local x = t[1] end',
    'setmetatable({}, { __gc = function() echo(1) end }) while true do collectgarbage() end',
  ])('do not outlive a limit, wherever they are made: %s', async (source) => {
    const limits = { timeout: 100, maxInstructions: 0 };
    expect(await rejectionOf(LuaLimitError, executor.execute(source, { limits }))).toMatchObject({
      resource: 'time',
    });
  });

  test.each([
    'while true do pcall(table.sort, { 2, 1 }, count) end',
    'local s = ("x"):rep(1e5) while true do pcall(load, function() count(s) end) end',
    'while true do setmetatable({}, { __gc = count }) collectgarbage("step") end',
  ])('for which the script cannot wait do not pile up, nor come after its end: %s', async (source) => {
    calls = 0;
    await rejectionOf(LuaLimitError, executor.execute(source));
    expect(calls).toBeLessThanOrEqual(4);
    const before = calls;
    expect((await executor.execute('return echo(1)')).value).toBe(1);
    expect(calls).toBe(before);
  });

  test('cannot be replaced for the next script', async () => {
    await executor.execute('echo = function() return "mine" end');
    expect((await executor.execute('return echo(1)')).value).toBe(1);
  });
});

test('many executions that are aborted at once leave nothing behind', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const scripts = Array.from({ length: 200 }, (_, i) =>
    rejectionOf(
      LuaLimitError,
      executor.execute(i % 2 ? 'while true do end' : 'begun() while true do echo(1) end', {
        signal,
        limits: { maxInstructions: 0 },
      }),
    ),
  );
  await begun;
  controller.abort();
  for (const { resource } of await Promise.all(scripts)) expect(resource).toBe('aborted');
});
