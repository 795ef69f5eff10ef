import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaExecution, LuaLimitError, withExecution } from '../../src/index.ts';
import { rejectedWith } from '../support/rejected-with.ts';
import { deferred, later } from '../support/turns.ts';

/** A context whose `look` keeps the executions that it is given. */
function open() {
  const seen: LuaExecution[] = [];
  const arrived = deferred<LuaExecution>();
  const never = () => new Promise(() => {});
  const look = withExecution((...args) => {
    const execution = args.at(-1) as unknown as LuaExecution;
    seen.push(execution);
    arrived.resolve(execution);
    return args.length;
  });
  const lua = new LuaContext({ look, never, later }, { profile: 'unlimited' });
  return { lua, seen, arrived: arrived.promise };
}

describe('withExecution', () => {
  test('adds the execution after the arguments of the script', () => {
    const add = withExecution((a: number, b: number, { remaining }: LuaExecution) => [
      a + b,
      remaining.instructions,
    ]);
    const lua = new LuaContext({ add }, { profile: 'unlimited' });
    expect(lua.executeScript('return add(1, 2)')).toEqual([3, Number.POSITIVE_INFINITY]);
  });

  test.each([
    ['too few', 'return look()', 'undefined true'],
    ['too many', 'return look("a", { signal = "spoofed" }, { remaining = 1 })', 'a true'],
  ])('is in its place though the script gives %s arguments', (_, script, value) => {
    const look = withExecution(
      (a: unknown, { signal }: LuaExecution) => `${a} ${signal instanceof AbortSignal}`,
    );
    expect(new LuaContext({ look }).executeScript(script)).toEqual(value);
  });

  test('tells what is left of each limit', () => {
    const { lua, seen } = open();
    const budgets: unknown[] = [];
    lua.setGlobal('note', () => budgets.push({ ...seen.at(-1)?.remaining }));
    const limits = { maxInstructions: 1_000_000, maxMemory: 10_000_000, timeout: 60_000 };
    lua.executeScript('look() note() for i = 1, 10000 do end s = ("x"):rep(1000):rep(1000) note()', {
      limits,
    });
    const [before, after] = budgets as { instructions: number; memory: number; time: number }[];
    expect(before?.instructions).toBeGreaterThan(999_000);
    expect((before?.instructions as number) - (after?.instructions as number)).toBeGreaterThanOrEqual(10_000);
    expect((before?.memory as number) - (after?.memory as number)).toBeGreaterThanOrEqual(1_000_000);
    expect(after?.time).toBeLessThanOrEqual(before?.time as number);
    expect(after?.time).toBeGreaterThan(0);
  });

  test('gives the same execution to all functions that it calls, and another to the next', () => {
    const { lua, seen } = open();
    lua.executeScript('look() look()');
    lua.executeScript('look()');
    expect(seen[0]).toBe(seen[1]);
    expect(seen[2]).not.toBe(seen[0]);
  });

  test.each([
    ['its own signal', (_: LuaContext, controller: AbortController) => controller.abort()],
    ['cancel', (lua: LuaContext) => lua.cancel()],
  ])('its signal is aborted by %s', async (_, stop) => {
    const { lua, arrived } = open();
    const controller = new AbortController();
    const result = lua.executeScriptAsync('look() never()', { signal: controller.signal });
    const { signal } = await arrived;
    expect(signal.aborted).toBe(false);
    stop(lua, controller);
    const error = await rejectedWith(LuaLimitError, result);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ resource: error.resource });
  });

  test.each([
    ['a timeout', { timeout: 200 }, 'time'],
    ['a limit of instructions', { maxInstructions: 10_000 }, 'instructions'],
  ])('its signal is aborted by %s', async (_, limits, resource) => {
    const { lua, seen } = open();
    const result = lua.executeScriptAsync('look() keep = look() while true do end', { limits });
    await rejectedWith(LuaLimitError, result);
    expect(seen[0]?.signal.reason).toMatchObject({ resource });
  });

  test.each([
    ['at an instruction', 'look() while true do end', { maxInstructions: 10_000 }, 'instructions'],
    ['while it waits', 'look() never()', { timeout: 50 }, 'time'],
    [
      'in a loop of the core',
      'look() local t = table.create(0, 2^23) t.x = 1 t.x = nil next(t)',
      { maxInstructions: 1_000_000, maxMemory: '1GB' },
      'instructions',
    ],
  ])(
    'a listener may run a script when a limit ends the execution %s',
    async (_, script, limits, resource) => {
      const found: unknown[] = [];
      const look = withExecution(({ signal }: LuaExecution) => {
        signal.addEventListener('abort', () => found.push(lua.executeScript('return 1, 2')));
      });
      const never = () => new Promise(() => {});
      const lua: LuaContext = new LuaContext({ look, never }, { profile: 'unlimited', ...limits });
      const error = await rejectedWith(LuaLimitError, lua.executeScriptAsync(script));
      expect([error.resource, found]).toEqual([resource, [[1, 2]]]);
    },
  );

  test('its signal is not aborted by a return', async () => {
    const { lua, arrived } = open();
    const result = lua.executeScriptAsync('look() later(1)');
    const { signal } = await arrived;
    await result;
    expect(signal.aborted).toBe(false);
  });

  test('after the end it has nothing left, and tells nothing of the next execution', async () => {
    const { lua, seen } = open();
    lua.executeScript('look()');
    const result = lua.executeScriptAsync('look() never()');
    lua.cancel();
    await rejectedWith(LuaLimitError, result);
    expect(seen[0]?.remaining).toEqual({ instructions: 0, memory: 0, time: 0 });
    expect(seen[0]?.signal.aborted).toBe(false);
  });

  test('a signal that is first asked for after an abort is aborted', async () => {
    const { lua, arrived } = open();
    const result = lua.executeScriptAsync('look() never()');
    const execution = await arrived;
    lua.cancel();
    await rejectedWith(LuaLimitError, result);
    expect(execution.signal.aborted).toBe(true);
  });

  test('a function called from a function called from a script of another context has the inner execution', () => {
    const inner = open();
    const outer = open();
    outer.lua.setGlobal('run', () => inner.lua.executeScript('look()'));
    outer.lua.executeScript('look() run() look()');
    expect(outer.seen[0]).toBe(outer.seen[1]);
    expect(inner.seen[0]).not.toBe(outer.seen[0]);
  });

  test('a function that is called other than by a script throws LuaStateError', () => {
    expect(() => withExecution(() => 1)()).toThrow('called other than by a script');
  });

  test('so does one that is called after the host function has returned', async () => {
    const inner = withExecution(() => 1);
    const lua = new LuaContext({
      wait: async () => {
        await later(1);
        return inner();
      },
    });
    await expect(lua.executeScriptAsync('wait()')).rejects.toThrow('called other than by a script');
  });
});
