import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError, type ScriptLimits } from '../../src/index.ts';
import { rejectedWith } from '../support/rejected-with.ts';
import { deferred, nextTurn } from '../support/turns.ts';

/** Ways to live on after the end, which comes at STOP; then `host()` must never be called. */
const attempts: readonly (readonly [string, string])[] = [
  ['pcall', 'pcall(function() STOP end) host()'],
  ['pcall for ever', 'while true do pcall(function() STOP end) host() end'],
  ['xpcall with a handler', 'xpcall(function() STOP end, host) host()'],
  ['coroutine.wrap', 'pcall(coroutine.wrap(function() STOP end)) host()'],
  [
    'coroutines in pcall in coroutines',
    'coroutine.wrap(function() pcall(coroutine.wrap(function() pcall(function() STOP end) host() end)) host() end)() host()',
  ],
  ['__close of the main chunk', 'local x <close> = setmetatable({}, { __close = host }) STOP'],
  [
    '__close of a function',
    'pcall(function() local x <close> = setmetatable({}, { __close = host }) STOP end) host()',
  ],
  [
    '__close of a coroutine',
    'local x <close> = setmetatable({}, { __close = host }) coroutine.wrap(function() local y <close> = setmetatable({}, { __close = host }) STOP end)()',
  ],
  [
    'a __close that stops',
    'do local y <close> = setmetatable({}, { __close = host }) local x <close> = setmetatable({}, { __close = function() STOP end }) end host()',
  ],
  [
    '__gc of what it leaves',
    'setmetatable({}, { __gc = host }) local t = setmetatable({}, { __gc = host }) collectgarbage("stop") STOP',
  ],
  [
    'a generator',
    'for _ in coroutine.wrap(function() while true do STOP coroutine.yield(1) end end) do host() end host()',
  ],
  [
    'an iterator with a closing value',
    'for _ in function() STOP end, nil, nil, setmetatable({}, { __close = host }) do end host()',
  ],
  [
    'metamethods',
    'local t = setmetatable({}, { __index = function() STOP end, __eq = host }) pcall(function() return t.x end) host()',
  ],
  ['load', 'pcall(load, function() host() end) pcall(load("STOP")) host()'],
];

const ends: readonly (readonly [
  string,
  string,
  (lua: LuaContext, controller: AbortController) => void,
  ScriptLimits,
])[] = [
  ['an abort while it waits', 'ready() wait()', (_, controller) => controller.abort(), {}],
  ['an abort while it runs', 'ready() while true do end', (_, controller) => controller.abort(), {}],
  ['cancel while it waits', 'ready() wait()', (lua) => lua.cancel(), {}],
  ['a timeout while it waits', 'ready() wait()', () => {}, { timeout: 5 }],
  ['a limit of instructions', 'ready() while true do end', () => {}, { maxInstructions: 50_000 }],
];

describe.each(ends)('%s is not survived by', (_, stop, end, limits) => {
  test.each(attempts)('%s', async (_name, script) => {
    let calls = 0;
    const ready = deferred<void>();
    const globals = {
      host: () => void calls++,
      ready: () => {
        calls = 0;
        ready.resolve();
      },
      wait: () => new Promise(() => {}),
    };
    const lua: LuaContext = new LuaContext(globals, { profile: 'unlimited' });
    const controller = new AbortController();
    const options = { limits, signal: controller.signal, sliceMs: 1e-3 };
    const result = rejectedWith(
      LuaLimitError,
      lua.executeScriptAsync(script.replaceAll('STOP', stop), options),
    );
    await Promise.race([ready.promise, result]); // a timeout may strike before the script is there
    end(lua, controller);
    await result;
    for (let i = 0; i < 2; i++) await nextTurn();
    expect(calls).toBe(0);
    expect(lua.executeScript('return 1')).toBe(1);
  });
});
