import { describe, expect, test } from 'vitest';
import {
  type HookOptions,
  LuaContext,
  type LuaContextOptions,
  type ResourceWarning,
} from '../../src/index.ts';
import { rejectedWith } from '../support/rejected-with.ts';
import { later } from '../support/turns.ts';

const program = `local t = setmetatable({}, { __index = function(_, k) return k end, __lt = function() return true end })
local function f(n)
  if n == 0 then return 0 end
  return 1 + f(n - 1)
end
local co = coroutine.wrap(function()
  for i = 1, 3 do
    coroutine.yield(t[i])
  end
end)
for i = 1, 3 do
  local v = co()
  local b = t < t
end
pcall(function() local x <close> = setmetatable({}, { __close = function() f(2) end }) error('e') end)
table.sort({ 3, 1, 2 }, function(a, b) return a < b end)
return f(5)`;

const events: readonly (readonly [string, HookOptions])[] = [
  ['lines', { line: true }],
  ['calls and returns', { call: true, return: true }],
  ['every instruction', { count: 1 }],
  ['every 7th instruction', { count: 7 }],
  ['all', { call: true, return: true, line: true, count: 3 }],
];

describe('a debug hook sees in slices what it sees straight through:', () => {
  test.each(events)('%s', async (_, options) => {
    const seen = (checkInterval: LuaContextOptions['checkInterval']) => {
      const lua = new LuaContext({}, { profile: 'unlimited', checkInterval: checkInterval as number });
      const log: string[] = [];
      lua.setHook((event, line, name) => log.push(`${event} ${line} ${name}`), options);
      return { lua, log };
    };
    const straight = seen('auto');
    straight.lua.executeScript(program);
    for (const checkInterval of [1, 2, 5, 13, 100]) {
      const { lua, log } = seen(checkInterval);
      expect(await lua.executeScriptAsync(program, { sliceMs: 1e-6 })).toBe(5);
      expect(log).toEqual(straight.log);
      expect(lua.usage.instructions).toBe(straight.lua.usage.instructions);
    }
  });

  test('also while it waits for promises', async () => {
    const lua = new LuaContext({ later }, { profile: 'unlimited' });
    const lines: unknown[] = [];
    lua.setHook((_event, line) => lines.push(line), { line: true });
    await lua.executeScriptAsync('local a = later(1)\nlocal b = later(2)\nreturn a + b');
    expect(lines).toEqual([1, 2, 3]);
  });

  test('one that is set and removed between slices', async () => {
    let stage = 0;
    const lua: LuaContext = new LuaContext(
      {
        step: () => {
          setImmediate(() => {
            stage++;
            if (stage === 1) lua.setHook(() => counted++, { line: true });
            if (stage === 2) lua.removeHook();
          });
          return later(stage);
        },
      },
      { profile: 'unlimited' },
    );
    let counted = 0;
    await lua.executeScriptAsync(
      'step() later = 1\nlater = 2\nstep()\nlocal x = 1\nlocal y = 2\nlocal z = 3',
    );
    expect(counted).toBeLessThanOrEqual(4);
    expect(stage).toBe(2);
  });

  test('what it throws ends the execution', async () => {
    const lua = new LuaContext({}, { profile: 'unlimited' });
    const stop = new Error('stop');
    lua.setHook(
      () => {
        throw stop;
      },
      { count: 1000 },
    );
    const result = lua.executeScriptAsync('while true do pcall(error) end', { sliceMs: 1e-6 });
    expect(await rejectedWith(Error, result)).toBe(stop);
    expect(lua.isBusy()).toBe(false);
  });
});

describe('warnings', () => {
  const limits = { maxInstructions: 100_000, warningThreshold: 0.5 };

  test('reach the host once', async () => {
    const warnings: ResourceWarning[] = [];
    const lua = new LuaContext({}, { profile: 'unlimited', onWarning: (warning) => warnings.push(warning) });
    await lua.executeScriptAsync('for i = 1, 30000 do local x = i end', { limits, sliceMs: 1e-6 });
    expect(warnings).toMatchObject([{ resource: 'instructions', limit: 100_000 }]);
  });

  test('reach the script once, which may go on', async () => {
    const lua = new LuaContext({ later }, { profile: 'unlimited' });
    const script = `local count = 0
      function onResourceWarning(utilization, resource) count = count + 1 told = resource end
      for i = 1, 30000 do local x = i end
      return count, told, later('went on')`;
    const result = await lua.executeScriptAsync(script, { limits, sliceMs: 1e-6 });
    expect(result).toEqual([1, 'instructions', 'went on']);
  });

  test('of time count the waiting', async () => {
    const warnings: ResourceWarning[] = [];
    const lua = new LuaContext(
      { later },
      { profile: 'unlimited', onWarning: (warning) => warnings.push(warning) },
    );
    const result = lua.executeScriptAsync('while true do later(1) end', {
      limits: { timeout: 100, warningThreshold: 0.1 },
    });
    await result.catch(() => {});
    expect(warnings).toMatchObject([{ resource: 'time', limit: 100 }]);
  });

  test('a host that throws in one ends the execution', async () => {
    const onWarning = () => {
      throw new Error('too much');
    };
    const lua = new LuaContext({}, { profile: 'unlimited', onWarning });
    const result = lua.executeScriptAsync('while true do pcall(error) end', { limits, sliceMs: 1e-6 });
    await expect(result).rejects.toThrow('too much');
  });
});

describe('usage', () => {
  test('is that of the execution under way, while there is one', async () => {
    const lua = new LuaContext({ later }, { profile: 'unlimited' });
    lua.executeScript('for i = 1, 1000 do end');
    const result = lua.executeScriptAsync('later(1) for i = 1, 5000 do end');
    expect(lua.usage.instructions).toBeLessThan(1000);
    await result;
    expect(lua.usage.instructions).toBeGreaterThan(5000);
  });

  test.each(['"x"):rep(10', '"a b"):gsub("%w", "%0%0"'])(
    'counts the same however it runs: (%s)',
    async (call) => {
      const script = `for i = 1, 200 do local s = (${call}) end`;
      const straight = new LuaContext({}, { profile: 'unlimited' });
      straight.executeScript(script);
      for (const checkInterval of [1, 10, 1000]) {
        const lua = new LuaContext({}, { profile: 'unlimited', checkInterval });
        await lua.executeScriptAsync(script, { sliceMs: 1e-6 });
        expect(lua.usage.instructions).toBe(straight.usage.instructions);
      }
    },
  );
});
