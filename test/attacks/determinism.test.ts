import { describe, expect, test } from 'vitest';
import type { LuaContextOptions } from '../../src/index.ts';
import { attack, openVictim } from './attack.ts';

/** Scripts whose count might depend on addresses, on slices or on what the context did before. */
const scripts: readonly (readonly [string, string])[] = [
  ['tables', 'local t = {} for i = 1, 20000 do t[i] = { i } t["k" .. i % 500] = i end'],
  [
    'objects as keys',
    'local t = {} for i = 1, 5000 do local k = {} t[k] = i t[function() return k end] = k end for k in pairs(t) do t[k] = nil end',
  ],
  ['the collector', 'for i = 1, 30000 do local t = { i, {} } end collectgarbage()'],
  [
    'the generational collector',
    'collectgarbage("generational") for i = 1, 30000 do local t = { i, {} } end collectgarbage("incremental")',
  ],
  ['strings', 'local s = "" for i = 1, 3000 do s = s .. i end s:gsub("%d", "x") s:find("99999")'],
  ['table.sort', 'local t = {} for i = 1, 20000 do t[i] = i * 7919 % 10007 end table.sort(t)'],
  ['coroutines', 'for i = 1, 3000 do coroutine.wrap(function() coroutine.yield(1) end)() end'],
  ['errors', 'for i = 1, 2000 do pcall(error, {}) pcall(function() local x = nil + 1 end) end'],
  ['load', 'for i = 1, 300 do load("local a, b = " .. i .. ", 2 return function() return a + b end")() end'],
  [
    'weak tables',
    'local t = setmetatable({}, { __mode = "k" }) for i = 1, 10000 do t[{}] = i end collectgarbage()',
  ],
  ['finalizers', 'for i = 1, 5000 do setmetatable({}, { __gc = function() end }) end collectgarbage()'],
  ['addresses as text', 'local n = 0 for i = 1, 1000 do n = n + #tostring({}) end'],
  [
    'memory errors',
    'for i = 1, 20 do pcall(string.rep, "x", 1e9) end local t = {} pcall(function() while true do t[#t + 1] = {} end end)',
  ],
];

const limits = { maxInstructions: 0, timeout: 20_000 };

function open(options: LuaContextOptions = {}) {
  return openVictim({ maxMemory: '20MB', seed: 1, ...options });
}

function countOf(script: string, lua = open()): number {
  attack(lua, script, limits);
  return lua.usage.instructions;
}

describe('the count of instructions is the same', () => {
  test.each(scripts)('in another context: %s', (_, script) => {
    expect(countOf(script)).toBe(countOf(script));
  });

  test.each(scripts)('whatever the interval of looks: %s', (_, script) => {
    const counts = [1, 7, 1000, 1e6].map((checkInterval) => countOf(script, open({ checkInterval })));
    expect(new Set(counts)).toEqual(new Set([countOf(script)]));
  });

  test.each(scripts)('with warnings that no handler takes: %s', (_, script) => {
    const lua = open({ warningThreshold: 0.001, checkInterval: 7, maxInstructions: 1e8, timeout: 100 });
    attack(lua, script, { timeout: 20_000 });
    expect(lua.usage.instructions).toBe(countOf(script));
  });

  test.each(scripts)('in a context that was reset: %s', (_, script) => {
    const lua = open();
    lua.reset();
    expect(countOf(script, lua)).toBe(countOf(script));
  });

  // memory.c sbrk: after a reset the heap begins at the end of memory as it is now, so addresses differ
  test('in a context whose memory grew before it was reset', () => {
    const lua = open();
    attack(lua, 'local t = {} for i = 1, 1e5 do t[i] = {} end', limits);
    lua.reset();
    const script =
      'local t = {} for i = 1, 5000 do local k = {} t[k] = i end for k in pairs(t) do t[k] = nil end';
    expect(countOf(script, lua)).toBe(countOf(script));
  });
});

describe('an instruction limit ends a script at one point', () => {
  test.each([1000, 12_345, 99_999])('of %d instructions', (maxInstructions) => {
    const ends = (['auto', 1, 3, 64, 1e6] as const).map((checkInterval) => {
      const lua = open({ checkInterval });
      attack(lua, 'n = 0 while true do n = n + 1 ("x"):rep(n % 50) pcall(error) end', { maxInstructions });
      return `${lua.usage.instructions}:${lua.getGlobal('n')}`;
    });
    expect(new Set(ends).size).toBe(1);
  });
});
