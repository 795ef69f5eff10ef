import { describe, expect, test } from 'vitest';
import { type HookOptions, LuaContext } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';
import { type Attack, attack, openVictim, works } from './attack.ts';

const everything: HookOptions = { call: true, return: true, line: true, count: 1 };

/** Scripts that make a debugger work hard, or try to get past it. */
const scripts: readonly Attack[] = [
  ['recursion without end', 'local function f() return 1 + f() end pcall(f) while true do end'],
  ['recursion through pcall', 'local function f() pcall(f) end while true do f() end'],
  [
    'recursion through metamethods',
    'local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end while true do pcall(function() return t.x end) end',
  ],
  ['recursion through coroutines', 'local function f() coroutine.wrap(f)() end while true do pcall(f) end'],
  [
    'many coroutines',
    'while true do local co = coroutine.wrap(function() coroutine.yield() end) co() co() end',
  ],
  ['a function with 12,288 calls', 'load("local function f() end " .. R("f() ", 12288))() while true do end'],
  [
    'a very long name',
    'local n = R("f", 2^13 // 1 | 0) load("function " .. n .. "() end while true do " .. n .. "() end")()',
  ],
  ['a very long chunk name', 'load("while true do end", R("x", 2^16 // 1 | 0))()'],
  [
    'local variables by the hundred',
    `local names = {} for i = 1, 180 do names[i] = "v" .. i end
    load("local " .. table.concat(names, ",") .. " while true do end")()`,
  ],
  [
    'variable arguments by the thousand',
    'local function f(...) end local t = table.pack(("x"):rep(5000):byte(1, -1)) while true do f(table.unpack(t)) end',
  ],
  ['errors in error handlers', 'local function h() error("x") end while true do xpcall(error, h) end'],
  ['finalizers', 'while true do setmetatable({}, { __gc = function() local x = 1 end }) end'],
  [
    'to-be-closed variables',
    `local function close() error("x") end
    while true do pcall(function() local x <close> = setmetatable({}, { __close = close }) end) end`,
  ],
  [
    'hooks of its own',
    'local function h() debug.sethook(h, "crl", 1) end while true do debug.sethook(h, "crl", 1) end',
  ],
  [
    'hooks of its own, in coroutines',
    'while true do local co = coroutine.create(function() coroutine.yield() end) debug.sethook(co, error, "crl") coroutine.resume(co) coroutine.resume(co) end',
  ],
  [
    'yields from a hook of its own',
    'local co = coroutine.wrap(function() debug.sethook(coroutine.yield, "l") while true do local x = 1 end end) while true do pcall(co) end',
  ],
];

const limits = { maxInstructions: 300_000, timeout: 10_000 };
const ends = /^(instructions|time)$/;

describe.each(scripts)('a debugger is not harmed by %s:', (_, script) => {
  const open = () => openVictim({ maxMemory: '16MB' });

  test('a hook that only counts', () => {
    const lua = open();
    let events = 0;
    lua.setHook(() => void events++, everything);
    expect(attack(lua, script, limits).how).toMatch(ends);
    lua.removeHook();
    expect(works(lua)).toBe(true);
  });

  test('a hook that looks at the stack and the variables', () => {
    const lua = open();
    lua.setHook(
      () => {
        const [frame] = lua.getStack(5);
        if (frame) lua.getLocals(0);
      },
      { call: true, count: 1000 },
    );
    expect(attack(lua, script, limits).how).toMatch(ends);
    lua.removeHook();
    expect(works(lua)).toBe(true);
  });

  test('a hook that runs Lua', () => {
    const lua = open();
    lua.executeScript('function work(...) return pcall(error, ...) end');
    lua.setHook(() => void lua.pcall(() => lua.call('work', 1)), { return: true, count: 100 });
    expect(attack(lua, script, limits).how).toMatch(ends);
    lua.removeHook();
    expect(works(lua)).toBe(true);
  });

  test('a hook that throws', () => {
    const lua = open();
    const failure = { thrown: 'by the hook' };
    let events = 0;
    lua.setHook(() => {
      if (++events === 100) throw failure;
    }, everything);
    expect(attack(lua, script, limits).error).toBe(failure);
    lua.removeHook();
    expect(works(lua)).toBe(true);
  });

  test('a hook that comes and goes', () => {
    const lua = open();
    const come = () => lua.setHook(go, everything);
    const go = () => {
      lua.removeHook();
      come();
    };
    come();
    expect(attack(lua, script, limits).how).toMatch(ends);
    lua.removeHook();
    expect(works(lua)).toBe(true);
  });

  test('no hook at all', () => {
    const lua = open();
    expect(attack(lua, script, limits).how).toMatch(ends);
    expect(works(lua)).toBe(true);
  });
});

describe('a hook', () => {
  test('is not called inside itself through coroutines', () => {
    const lua = new LuaContext();
    let inside = 0;
    let deepest = 0;
    lua.executeScript('function work() coroutine.wrap(function() local x = 1 end)() end');
    lua.setHook(
      () => {
        deepest = Math.max(deepest, ++inside);
        lua.call('work');
        inside--;
      },
      { line: true, call: true },
    );
    lua.executeScript('local x = 1\nlocal y = 2');
    expect(deepest).toBe(1);
  });

  test('that always throws never lets a script get further', () => {
    const reached: unknown[] = [];
    const lua = new LuaContext({ reach: (...args: unknown[]) => reached.push(args) });
    const failure = new Error('stop');
    lua.setHook(
      () => {
        throw failure;
      },
      { line: true },
    );
    const script = `
      setmetatable({}, { __gc = function() reach('gc') end })
      local x <close> = setmetatable({}, { __close = function() reach('close') end })
      xpcall(function() reach('body') end, function() reach('handler') end)
      reach('after')`;
    expect([caughtFrom(() => lua.executeScript(script)), reached]).toEqual([failure, []]);
  });

  test('shows no function that a script in the sandbox does not have', () => {
    const lua = new LuaContext();
    const names = new Set<string>();
    lua.setHook((_event, _line, name) => void names.add(name), { call: true });
    lua.executeScript('for _ in pairs(_G) do end pcall(error, setmetatable({}, { __tostring = error }))');
    expect([...names].sort()).toEqual(['', 'for iterator', 'pairs', 'pcall', 'setmetatable']);
  });

  test('that is set a million times holds no more memory than one', () => {
    const lua = new LuaContext();
    const before = lua.getMemoryUsage();
    for (let i = 0; i < 1e6; i++) lua.setHook(() => {}, { line: true });
    expect([lua.getMemoryUsage(), lua.info().heldObjects]).toEqual([before, 0]);
  });
});
