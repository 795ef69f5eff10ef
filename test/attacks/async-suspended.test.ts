import { describe, expect, test } from 'vitest';
import { type LuaFunction, LuaLimitError } from '../../src/index.ts';
import { rejectedWith } from '../support/rejected-with.ts';
import { deferred } from '../support/turns.ts';
import { type Attack, openVictim, works } from './attack.ts';

/** Runs a script up to where it waits in `gate()`; then the function that it gave to `keep` is called. */
async function meddle(script: string) {
  const gate = deferred<unknown>();
  const arrived = deferred<void>();
  let kept: LuaFunction | undefined;
  const lua = openVictim(
    { profile: 'unlimited' },
    {
      keep: (f: LuaFunction) => {
        kept = f;
      },
      gate: () => {
        arrived.resolve();
        return gate.promise;
      },
    },
  );
  const result = lua.executeScriptAsync(script);
  await arrived.promise;
  const found = (kept as LuaFunction)();
  return { lua, result, gate, found };
}

const suspendedHere = `local main = coroutine.running()
  local inner, outer
  inner = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() closed = true end }) return gate() end)
  outer = coroutine.create(function() return select(2, coroutine.resume(inner)) end)
  local keep = function(f) keep(function() return f(main, inner, outer) end) end `;
const goOn = ' return select(2, coroutine.resume(outer))';

/** What a function called while the execution waits tries with what is suspended, and what it finds. */
const meddlers: readonly (readonly [string, string, unknown])[] = [
  [
    'resume the innermost',
    'return coroutine.resume(inner, 1)',
    [false, 'cannot resume non-suspended coroutine'],
  ],
  [
    'resume the outer one',
    'return coroutine.resume(outer, 1)',
    [false, 'cannot resume non-suspended coroutine'],
  ],
  [
    'resume the main program',
    'return coroutine.resume(main, 1)',
    [false, 'cannot resume non-suspended coroutine'],
  ],
  ['close the innermost', 'return pcall(coroutine.close, inner)', [false, 'cannot close a normal coroutine']],
  ['close the outer one', 'return pcall(coroutine.close, outer)', [false, 'cannot close a normal coroutine']],
  ['close the main program', 'return (pcall(coroutine.close, main))', false],
  [
    'see that they are suspended',
    'return coroutine.status(inner), coroutine.status(outer), coroutine.status(main)',
    ['normal', 'normal', 'normal'],
  ],
  [
    'wrap and resume from a coroutine',
    'return coroutine.wrap(function() return coroutine.resume(inner) end)()',
    [false, 'cannot resume non-suspended coroutine'],
  ],
  [
    'yield from the callback',
    'return pcall(coroutine.yield, 1)',
    [false, 'attempt to yield from outside a coroutine'],
  ],
  ['close itself from the callback', 'return (pcall(coroutine.close, coroutine.running()))', false],
  ['trace them', 'return #debug.traceback(inner) > 0, #debug.traceback(main) > 0', [true, true]],
  ['change their local variables', 'return debug.setlocal(outer, 1, 1, "changed") ~= 1', true],
  ['hook them', 'debug.sethook(inner, function() error("hooked") end, "l") return 1', 1],
  ['collect them', 'inner, outer = nil, nil collectgarbage() collectgarbage() return 1', 1],
  [
    'replace the library',
    'coroutine.resume = function() return true, "fooled" end coroutine.wrap = nil return 1',
    1,
  ],
];

describe('while an execution waits, a function that is called cannot harm it:', () => {
  test.each(meddlers)('%s', async (_, script, value) => {
    const attack = `${suspendedHere} keep(function(main, inner, outer) ${script} end) ${goOn}`;
    const { lua, result, gate, found } = await meddle(attack);
    expect(found).toEqual(value);
    gate.resolve('in order');
    const outcome = await result;
    const isHarmedByDebugLibrary = /debug\.set/.test(script);
    expect(outcome === 'in order').toBe(!isHarmedByDebugLibrary);
    expect(lua.isBusy()).toBe(false);
    lua.reset();
    expect(works(lua)).toBe(true);
  });

  test('the end of such a call is the end of the execution', async () => {
    const attack = `${suspendedHere} keep(function() for i = 1, 10 do end end) ${goOn}`;
    const { lua, result } = await meddle(attack);
    lua.cancel();
    expect((await rejectedWith(LuaLimitError, result)).resource).toBe('aborted');
    expect(lua.executeScript('return closed')).toBeNull();
    expect(works(lua)).toBe(true);
  });
});

/** Tricks with yields; each returns, or raises an error, as it would in a synchronous execution. */
const tricks: readonly Attack[] = [
  ['the main program yields', 'return pcall(coroutine.yield, 1)'],
  ['the main program closes itself', 'return pcall(coroutine.close, coroutine.running())'],
  ['the main program resumes itself', 'return coroutine.resume(coroutine.running())'],
  [
    'a coroutine closes itself',
    'return coroutine.resume(coroutine.create(function() coroutine.close(coroutine.running()) end))',
  ],
  [
    'a coroutine closes itself in pcall',
    'return coroutine.resume(coroutine.create(function() pcall(function() coroutine.close(coroutine.running()) end) end))',
  ],
  [
    'a coroutine closes itself with pending variables',
    'local n = 0 local r = { coroutine.resume(coroutine.create(function() local x <close> = setmetatable({}, { __close = function() n = n + 1 end }) later(1) coroutine.close(coroutine.running()) end)) } return r[1], n',
  ],
  [
    'a coroutine resumes its resumer',
    'local outer outer = coroutine.create(function() return coroutine.wrap(function() return coroutine.resume(outer) end)() end) return coroutine.resume(outer)',
  ],
  ['wrap of wrap', 'return coroutine.wrap(coroutine.wrap(function(x) return later(x) end))(5)'],
  ['wrap of resume', 'return coroutine.wrap(coroutine.resume)(coroutine.create(later), 5)'],
  [
    'resume of resume',
    'return coroutine.resume(coroutine.create(coroutine.resume), coroutine.create(later), 5)',
  ],
  ['pcall of wrap of pcall', 'return pcall(coroutine.wrap(pcall), pcall, later, 5)'],
  [
    'yield across pcall',
    'local co = coroutine.wrap(function() return pcall(function() coroutine.yield(later(1)) error(later("e"), 0) end) end) return co(), co()',
  ],
  ['yield in a comparator', 'return pcall(table.sort, { 3, 2, 1 }, function() coroutine.yield() end)'],
  [
    'yield in a comparator in a coroutine',
    'return coroutine.resume(coroutine.create(function() table.sort({ 3, 2, 1 }, function() coroutine.yield() end) end))',
  ],
  [
    'yield in __gc',
    'local m setmetatable({}, { __gc = function() m = select(2, pcall(coroutine.yield)) end }) collectgarbage() return m',
  ],
  [
    'an error in a message handler that waited before',
    'return xpcall(function() later(1) error("a") end, function() error("b") end)',
  ],
  [
    'an error in a message handler for ever',
    'return xpcall(function() later(1) error("a") end, function(e) return error(e) end)',
  ],
  [
    'a message handler that recurs',
    'local function h(e) local x = nil + 1 end return (xpcall(function() later(1) error("a") end, h))',
  ],
  ['a stack overflow while it waits', 'local function f(n) return 1 + f(later(n)) end return (pcall(f, 1))'],
  [
    'a C stack overflow',
    'local function f(n) later(n) return coroutine.wrap(f)(n + 1) end return (pcall(f, 1))',
  ],
  [
    'an error in __close while it closes',
    'return pcall(function() local x <close> = setmetatable({}, { __close = function() error(later("b"), 0) end }) local y <close> = setmetatable({}, { __close = function() later(1) error("a", 0) end }) error("e", 0) end)',
  ],
  [
    'a goto out of a scope with a pending variable',
    'for i = 1, 3 do local x <close> = setmetatable({}, { __close = function() n = (n or 0) + later(1) end }) if i == 2 then goto out end end ::out:: return n',
  ],
  [
    'a dead coroutine',
    'local co = coroutine.create(later) coroutine.resume(co, 1) return coroutine.resume(co, 1)',
  ],
  [
    'what coroutine.running says',
    'local t, main = coroutine.running() later(1) local u, still = coroutine.running() return t == u, main, still',
  ],
  [
    'isyieldable',
    'later(1) return coroutine.isyieldable(), coroutine.wrap(function() later(1) return coroutine.isyieldable() end)()',
  ],
  ['many results', 'return select("#", table.unpack({}, 1, 200)), later(1)'],
];

describe('a trick with yields comes to the same as in a synchronous execution:', () => {
  test.each(tricks)('%s', { timeout: 60_000 }, async (_, script) => {
    const outcome = (error: unknown) => `threw ${(error as Error).message}`;
    const straight = openVictim({ profile: 'unlimited' }, { later: (value: unknown) => value });
    const wanted = straight.pcall(() => straight.executeScript(script, { chunkName: '=trick' }));
    const lua = openVictim({ profile: 'unlimited' }, { later: (value: unknown) => Promise.resolve(value) });
    const found = await lua
      .executeScriptAsync(script, { chunkName: '=trick', sliceMs: 1e-3 })
      .then((value) => ({ ok: true, value }))
      .catch((error: unknown) => ({ ok: false, error }));
    const told = (result: { ok: boolean; value?: unknown; error?: unknown }) =>
      result.ok ? result.value : outcome(result.error);
    expect(told(found)).toEqual(told(wanted));
    expect(works(lua)).toBe(true);
  });
});

test('results for which there is no memory do not come out of the next execution', () => {
  const script = 'local t = {} for i = 1, 50000 do t[i] = i end return table.unpack(t)';
  for (let maxMemory = 1_400_000; maxMemory < 2_700_000; maxMemory += 100_000) {
    const lua = openVictim({ profile: 'unlimited', maxMemory });
    lua.pcall(() => lua.executeScript(script));
    expect(lua.executeScript('return "next"')).toBe('next');
  }
});
