import { describe, expect, test } from 'vitest';
import { LuaLimitError } from '../../src/index.ts';
import { rejectedWith } from '../support/rejected-with.ts';
import { nextTurn } from '../support/turns.ts';
import { type Attack, openVictim, works } from './attack.ts';

/** Scripts that would keep the event loop for themselves; each must leave it ten turns before its limit. */
const hogs: readonly Attack[] = [
  ['an empty loop', 'while true do end'],
  ['short calls of the library', 'while true do local s = ("x"):rep(50):upper():find("y") end'],
  ['short sorts', 'while true do table.sort({ 5, 4, 3, 2, 1 }, function(a, b) return a < b end) end'],
  ['short substitutions', 'while true do ("abcdef"):gsub(".", function(c) return c end) end'],
  [
    'loops in comparators',
    'while true do table.sort({ 2, 1 }, function(a, b) for i = 1, 2000 do end return a < b end) end',
  ],
  ['errors', 'while true do pcall(error, {}) end'],
  [
    'deep nests of pcall',
    'local function f(n) if n > 0 then return pcall(f, n - 1) end for i = 1, 1e4 do end end while true do f(150) end',
  ],
  ['endless recursion through pcall', 'local function f() pcall(f) pcall(f) end while true do f() end'],
  [
    'nested coroutines',
    'local function f(n) if n > 0 then coroutine.wrap(f)(n - 1) else while true do end end end f(150)',
  ],
  ['ever new coroutines', 'while true do coroutine.wrap(function() coroutine.yield() end)() end'],
  [
    'ping-pong between coroutines',
    'local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end',
  ],
  ['promises that are settled', 'while true do now() end'],
  ['promises that are settled, in coroutines', 'while true do coroutine.wrap(now)() end'],
  ['promises that are rejected', 'while true do pcall(failNow) end'],
  ['calls of host functions', 'while true do idle() end'],
  ['host functions that call back', 'while true do call(function() end) end'],
  [
    '__close of a failing main chunk',
    'local x <close> = setmetatable({}, { __close = function() while true do end end }) error("e")',
  ],
  [
    '__close for ever',
    'local x <close> = setmetatable({}, { __close = function() while true do now() end end }) error("e")',
  ],
  [
    '__index',
    'local t = setmetatable({}, { __index = function(t, k) return k < 100 and t[k + 1] or 0 end }) while true do local x = t[1] end',
  ],
  ['the parser', 'while true do load("local a = {" .. ("{},"):rep(200) .. "}") end'],
  ['the collector', 'while true do local t = {} for i = 1, 100 do t[i] = {} end collectgarbage("step") end'],
  ['finalizers', 'while true do setmetatable({}, { __gc = function() for i = 1, 100 do end end }) end'],
  ['error handlers', 'while true do xpcall(error, function() for i = 1, 100 do end end) end'],
  [
    'wrap of wrap of wrap',
    'local f = function() while true do coroutine.yield() end end for i = 1, 50 do f = coroutine.wrap(f) end while true do pcall(f) end',
  ],
];

describe('the event loop has its turns beside', () => {
  test.each(hogs)('%s', async (_, script) => {
    const globals = {
      now: () => Promise.resolve(1),
      failNow: () => Promise.reject(new Error('mine')),
      idle: () => {},
    };
    const lua = openVictim({ profile: 'unlimited', maxMemory: '50MB' }, globals);
    const result = rejectedWith(
      LuaLimitError,
      lua.executeScriptAsync(script, { sliceMs: 1, limits: { timeout: 15_000 } }),
    );
    for (let turns = 0; turns < 10; turns++) await nextTurn();
    expect(lua.isBusy()).toBe(true);
    lua.cancel();
    expect((await result).resource).toBe('aborted');
    expect(works(lua)).toBe(true);
  });
});
