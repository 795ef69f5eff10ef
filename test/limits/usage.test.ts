import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaFunction, type LuaTableHandle } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

describe('usage', () => {
  const work = 'for i = 1, 1000 do end';

  test.each<[string, (lua: LuaContext) => unknown]>([
    ['a script', (lua) => lua.executeScript(work)],
    ['a function', (lua) => (lua.getGlobal('work') as LuaFunction)()],
    ['a function with many arguments', (lua) => (lua.getGlobal('work') as LuaFunction)(1, 2, 3, 4)],
    ['a function by its name', (lua) => lua.call('work')],
    ['a coroutine', (lua) => lua.createCoroutine(lua.getGlobal('work') as LuaFunction).resume()],
    ['a script that fails', (lua) => caughtFrom(() => lua.executeScript(`${work} error()`))],
    ['a function that fails', (lua) => caughtFrom(() => (lua.getGlobal('fail') as LuaFunction)())],
  ])('is that of %s', (_, run) => {
    const lua = new LuaContext();
    lua.executeScript(`function work() ${work} end function fail() work() error() end`);
    run(lua);
    expect(lua.usage.instructions).toBeGreaterThan(1000);
    expect(lua.usage.instructions).toBeLessThan(2000);
    expect(lua.usage.peakMemory).toBeGreaterThan(10_000);
  });

  test.each<[string, (lua: LuaContext) => unknown]>([
    ['reading a global', (lua) => lua.getGlobal('work')],
    ['writing one', (lua) => lua.setGlobal('other', 'x'.repeat(10_000))],
    ['using a handle', (lua) => [...(lua.getGlobalRef('list') as LuaTableHandle).pairs()]],
    ['a metamethod that a handle calls', (lua) => (lua.getGlobalRef('busy') as LuaTableHandle).get('x')],
    ['releasing one', (lua) => lua.release(lua.getGlobalRef('list') as LuaTableHandle)],
    ['collecting garbage', (lua) => lua.gc('collect')],
    ['compiling', (lua) => lua.compile(work)],
    ['setting a hook', (lua) => lua.setHook(() => {}, { line: true })],
    ['a snapshot', (lua) => lua.snapshot()],
    ['a reset', (lua) => lua.reset()],
  ])('stays what it was through %s', (_, act) => {
    const lua = new LuaContext({ list: [1, 2, 3] });
    lua.executeScript(`
      function work() ${work} end
      busy = setmetatable({}, { __index = function() for i = 1, 100000 do end end })`);
    (lua.getGlobal('work') as LuaFunction)();
    const { usage } = lua;
    act(lua);
    expect(lua.usage).toEqual(usage);
  });

  test('has no memory of earlier executions, where none was needed', () => {
    const lua = new LuaContext();
    const take = lua.executeScript<LuaFunction>('return function() end');
    lua.executeScript('local t = ("x"):rep(1000000) t = nil collectgarbage()');
    caughtFrom(() => take(Symbol() as never));
    expect(lua.usage.instructions).toBe(0);
    expect(lua.usage.peakMemory).toBeLessThan(100_000);
  });

  test('is what the execution under way has used so far, for a host function that asks', () => {
    const seen: number[] = [];
    const lua = new LuaContext({ see: () => void seen.push(lua.usage.instructions) });
    const run = lua.executeScript<LuaFunction>(`return function() see() ${work} see() end`);
    for (let i = 0; i < 2; i++) run();
    const [first, second] = seen as [number, number];
    expect(second - first).toBeGreaterThan(1000);
    expect(seen).toEqual([first, second, first, second]);
  });
});
