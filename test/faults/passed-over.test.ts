import { expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';
import { Injector } from './injector.ts';

/**
 * Without memory for the message that a coroutine is dead, the error is raised in that coroutine, where nothing
 * handles it, and so goes past all that runs to the main thread.
 */
const script = `
  local list = {}
  for i = 1, 300 do list[i] = { i } end
  local co = coroutine.create(function() end)
  coroutine.resume(co)
  collectgarbage()
  print(coroutine.resume(co))`;

test('an error that goes past the thread of scripts leaves nothing of it behind', () => {
  const lua = new LuaContext({}, { checkInterval: 1, print: () => {} });
  const injector = new Injector(lua);
  const settledMemory = () => {
    lua.executeScript('for i = 1, 5 do collectgarbage() end');
    return lua.getMemoryUsage();
  };
  injector.disarm();
  lua.executeScript(script);
  const { looks } = injector;
  const before = settledMemory();
  let failed = 0;
  for (let at = 0; at <= looks; at++) {
    injector.arm(at, { kind: 'no memory' });
    if (caughtFrom(() => lua.executeScript(script))) failed++;
    injector.disarm();
    expect(settledMemory() - before).toBeLessThan(1000);
  }
  expect(failed).toBeGreaterThan(100);
});
