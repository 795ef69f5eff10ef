import { describe, expect, test } from 'vitest';
import { type HookOptions, LuaContext, LuaLimitError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const masks: readonly (readonly [string, HookOptions])[] = [
  ['calls', { call: true }],
  ['returns', { return: true }],
  ['lines', { line: true }],
  ['each instruction', { count: 1 }],
  ['all', { call: true, return: true, line: true, count: 3 }],
];

function hooked(options: HookOptions | undefined): LuaContext {
  const lua = new LuaContext({ f: (x: unknown) => x }, { libraries: 'all', seed: 1 });
  if (options) lua.setHook(() => {}, options);
  return lua;
}

const programs = {
  'calls and loops': `local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
    for i = 1, 1000 do local x = i * 2 end return fib(12)`,
  yields: `local co = coroutine.wrap(function() for i = 1, 200 do coroutine.yield(i) end end)
    for i = 1, 200 do co() end`,
  'yields across a pcall': `local co = coroutine.wrap(function()
      for i = 1, 50 do pcall(coroutine.yield, i) end
      table.sort({ 3, 2, 1 }, function(a, b) return a < b end)
    end)
    for i = 1, 50 do co() end`,
  'a deep stack': `local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
    return deep(50) + deep(500) + deep(5000)`,
  collections: `local kept = {}
    for i = 1, 5000 do kept[i % 100] = { tostring(i), setmetatable({}, { __gc = function() end }) } end`,
  errors: 'for i = 1, 20 do pcall(error, i) pcall(function() local x = nil + 1 end) end',
  metamethods: `local t = setmetatable({}, { __index = function(_, k) return k end, __add = function() return 1 end })
    for i = 1, 100 do local x = t[i] + (t + t) end`,
  'host functions': 'for i = 1, 100 do f(i) f("x") end',
  'to-be-closed variables':
    'for i = 1, 100 do local x <close> = setmetatable({}, { __close = function() end }) end',
  'varargs and tail calls': `local function g(...) return select("#", ...) end
    local function f(...) return g(1, ...) end
    for i = 1, 100 do f(i, i, i) end`,
} as const;

describe.each(Object.entries(programs))('a script of %s', (_, script) => {
  const run = (options: HookOptions | undefined) => {
    const lua = hooked(options);
    lua.executeScript(script);
    const { instructions, peakMemory } = lua.usage;
    return { instructions, peakMemory };
  };
  const expected = run(undefined);

  test.each(masks)('uses as many instructions, and as much memory, with a hook for %s', (_name, options) => {
    expect(run(options)).toEqual(expected);
  });
});

describe.each(masks)('with a hook for %s', (_, options) => {
  const endless = 'local n = 0 while true do n = n + 1\nend';

  test('the instruction limit ends a script at the same point', () => {
    const limits = { maxInstructions: 5_000 };
    const used = (lua: LuaContext) =>
      thrownBy(LuaLimitError, () => lua.executeScript(endless, { limits })).used;
    expect(used(hooked(options))).toBe(used(hooked(undefined)));
  });

  test('the timeout ends a script', () => {
    const limits = { maxInstructions: 0, timeout: 50 };
    const error = thrownBy(LuaLimitError, () => hooked(options).executeScript(endless, { limits }));
    expect(error.resource).toBe('time');
  });

  test('the memory limit ends a script', () => {
    const script = 'local t = {} while true do t[#t + 1] = { tostring(#t) }\nend';
    const limits = { maxInstructions: 0, maxMemory: '1MB' };
    const error = thrownBy(LuaLimitError, () => hooked(options).executeScript(script, { limits }));
    expect(error.resource).toBe('memory');
  });

  test('a signal ends a script', () => {
    const controller = new AbortController();
    const lua = hooked(options);
    lua.setGlobal('abort', () => controller.abort());
    const { signal } = controller;
    const error = thrownBy(LuaLimitError, () => lua.executeScript(`abort() ${endless}`, { signal }));
    expect(error.resource).toBe('aborted');
  });

  test('a script in a coroutine is ended, whatever it catches', () => {
    const script = 'while true do pcall(coroutine.wrap(function() while true do pcall(error) end end)) end';
    const limits = { maxInstructions: 50_000 };
    const error = thrownBy(LuaLimitError, () => hooked(options).executeScript(script, { limits }));
    expect(error.resource).toBe('instructions');
  });
});

describe('what a hook takes', () => {
  test('counts as time of the script', () => {
    const lua = new LuaContext();
    lua.setHook(
      () => {
        const end = performance.now() + 2;
        while (performance.now() < end);
      },
      { line: true },
    );
    const script = 'local n = 0 for i = 1, 1000 do n = n + 1\nend';
    const limits = { timeout: 60 };
    expect(thrownBy(LuaLimitError, () => lua.executeScript(script, { limits })).resource).toBe('time');
  });

  test('in Lua counts as instructions of the script', () => {
    const lua = new LuaContext();
    lua.executeScript('function work() for i = 1, 10000 do end end');
    lua.setHook(() => lua.call('work'), { line: true });
    lua.executeScript('local x = 1\nlocal y = 2');
    expect(Math.round(lua.usage.instructions / 10_000)).toBe(2);
  });

  test('in Lua ends the script when it reaches a limit, even if the hook catches that', () => {
    const lua = new LuaContext();
    lua.executeScript('function work() while true do end end');
    let calls = 0;
    lua.setHook(
      () => {
        calls++;
        lua.pcall(() => lua.call('work'));
      },
      { line: true },
    );
    const limits = { maxInstructions: 100_000 };
    const error = thrownBy(LuaLimitError, () => lua.executeScript('local x = 1\nlocal y = 2', { limits }));
    expect([error.resource, calls]).toEqual(['instructions', 1]);
  });

  test('ends the script at the limit, not one event later', () => {
    const lua = new LuaContext();
    let after = 0;
    let ended = false;
    lua.setGlobal('limit', () => {
      ended = true;
      lua.cancel();
    });
    lua.setHook(
      () => {
        if (ended) after++;
      },
      { line: true, call: true, return: true, count: 1 },
    );
    thrownBy(LuaLimitError, () => lua.executeScript('limit()\nlocal x = 1\nlocal y = 2'));
    expect(after).toBe(0);
  });
});
