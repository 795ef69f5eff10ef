import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaFunction, type LuaInput } from '../../src/index.ts';

/** Scripts may have finalizers that call the host, at any moment at which Lua allocates. */
const arm = `function arm() setmetatable({}, { __gc = function() host('finalizer') arm() end }) end
  arm() collectgarbage('generational')`;

const rounds = 50;
const strings = (round: number) => Array.from({ length: 300 }, (_, i) => `${round}:${i} `.repeat(20));

function open(): LuaContext {
  const lua = new LuaContext({ host: (value: unknown) => `result for ${value}` }, { profile: 'unlimited' });
  lua.executeScript(arm);
  return lua;
}

describe('a finalizer that calls the host while values go into Lua', () => {
  const doors: readonly [string, (lua: LuaContext, value: string[]) => unknown][] = [
    ['as arguments', (lua, args) => lua.executeScript('return ...', { args })],
    ['as an array', (lua, value) => lua.executeScript('return ...', { args: [value] })],
    ['through a handle', (lua, value) => lua.createTable([value]).get(1)],
  ];

  test.each(doors)('leaves them alone: %s', (_, pass) => {
    const lua = open();
    for (let round = 0; round < rounds; round++) {
      assert.deepStrictEqual(pass(lua, strings(round)), strings(round));
    }
  });

  test('leaves them alone: as the result of a host function', () => {
    const lua = open();
    let value: LuaInput;
    lua.setGlobal('give', () => value);
    for (let round = 0; round < rounds; round++) {
      value = strings(round);
      assert.deepStrictEqual(lua.executeScript('return give()'), value);
    }
  });
});

test('a finalizer that calls the host while values come out leaves them alone', () => {
  const lua = open();
  const script = 'local t = {} for i = 1, 300 do t[i] = (i .. " "):rep(20) end return t';
  const expected = Array.from({ length: 300 }, (_, i) => `${i + 1} `.repeat(20));
  for (let round = 0; round < rounds; round++) assert.deepStrictEqual(lua.executeScript(script), expected);
});

test('a finalizer that calls the host function it was called from', () => {
  const calls: string[] = [];
  const lua = new LuaContext({ f: (name: string) => void calls.push(name) });
  lua.executeScript(
    'setmetatable({}, { __gc = function() f("finalizer") end }) collectgarbage() f("script")',
  );
  expect(calls).toEqual(['finalizer', 'script']);
});

test.each<[string, LuaInput]>([
  ['strings', 'x'.repeat(1_000)],
  ['arrays', Array.from({ length: 1_000 }, (_, i) => i)],
  ['objects', { a: 1, b: 'two', c: [3] }],
])('what goes into Lua and is not kept does not pile up: %s', (_, value) => {
  const lua = new LuaContext({}, { profile: 'unlimited' });
  const drop = lua.executeScript<LuaFunction>('return function() end');
  for (let i = 0; i < 10_000; i++) drop(value);
  expect(lua.getMemoryUsage()).toBeLessThan(1_000_000);
});
