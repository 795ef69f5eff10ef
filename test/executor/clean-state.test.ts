/**
 * Every execution starts clean: scripts that try to leave something behind, and scripts that look for it, all in
 * one worker. What they must find is what they find in a context of their own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LuaContext, LuaExecutor, type LuaGlobals } from '../../src/index.ts';
import { hostModule, rejectionOf } from './executors.ts';

const options = { libraries: 'all', securityLevel: 'strict' } as const;
let executor: LuaExecutor;
let hostFunctions: LuaGlobals;

beforeAll(async () => {
  hostFunctions = await import(hostModule.href);
  executor = new LuaExecutor({ ...options, poolSize: 1, hostModule });
});

afterAll(() => executor.close());

interface Trace {
  readonly name: string;
  readonly leave: string;
  /** What it returns in a clean state is what it returns after `leave`. */
  readonly look: string;
}

const traces: readonly Trace[] = [
  { name: 'a global', leave: 'left = 1', look: 'return left' },
  { name: 'a global by rawset', leave: 'rawset(_G, "left", 1)', look: 'return left' },
  { name: 'another _G', leave: '_G = { print = print }', look: 'return _G.tostring ~= nil' },
  {
    name: 'a metatable of the globals',
    leave: 'setmetatable(_G, { __index = function() return 1 end })',
    look: 'return left, getmetatable(_G)',
  },
  {
    name: 'the metatable of strings',
    leave:
      'local m = getmetatable("") m.__index = function() return 1 end m.__add = function() return 2 end m.left = 3',
    look: 'return ("x").left, getmetatable("").left, ("x"):upper(), rawequal(getmetatable("").__index, string)',
  },
  {
    name: 'a metatable of functions, nil and numbers',
    leave:
      'for _, v in ipairs({ print, 1, true }) do debug.setmetatable(v, { __index = { left = 1 } }) end debug.setmetatable(nil, { __index = { left = 1 } })',
    look: 'return debug.getmetatable(print), debug.getmetatable(1), debug.getmetatable(nil)',
  },
  {
    name: 'patched libraries',
    leave: 'string.format = nil table.insert = error math.floor = function() return 7 end',
    look: 'return string.format("%d", 1), math.floor(1.5), pcall(table.insert, {}, 1)',
  },
  { name: 'a library thrown away', leave: 'string = nil math = nil', look: 'return math.pi, string ~= nil' },
  { name: 'the registry', leave: 'debug.getregistry().left = 1', look: 'return debug.getregistry().left' },
  {
    name: 'loaded modules',
    leave: 'package.loaded.left = 1 package.preload.left = function() return 1 end package.path = "left"',
    look: 'return package.loaded.left, package.preload.left, package.path ~= "left"',
  },
  {
    name: 'a searcher',
    leave: 'table.insert(package.searchers, 1, error)',
    look: 'return #package.searchers',
  },
  {
    name: 'a hook',
    leave: 'debug.sethook(function() left = true end, "l")',
    look: 'local x = 1\nlocal y = 2\nreturn left, debug.gethook()',
  },
  {
    name: 'a hook that fails',
    leave: 'debug.sethook(function() error("left") end, "", 1)',
    look: 'for i = 1, 1000 do end return "ran"',
  },
  {
    name: 'settings of the collector',
    leave: 'collectgarbage("stop") collectgarbage("param", "pause", 1000) collectgarbage("generational")',
    look: 'return collectgarbage("isrunning"), collectgarbage("param", "pause"), collectgarbage("incremental")',
  },
  {
    name: 'a suspended coroutine and a finalizer',
    leave:
      'co = coroutine.create(function() coroutine.yield() left = 1 end) coroutine.resume(co) setmetatable({}, { __gc = function() left = 1 end })',
    look: 'collectgarbage() return co, left',
  },
  {
    name: 'a pending to-be-closed variable',
    leave:
      'coroutine.wrap(function() local x <close> = setmetatable({}, { __close = function() left = 1 end }) coroutine.yield() end)()',
    look: 'collectgarbage() return left',
  },
  {
    name: 'memory, by its count',
    leave: 'left = ("x"):rep(1e6)',
    look: 'return collectgarbage("count")',
  },
  {
    name: 'memory, by its addresses',
    leave: 'left = {} for i = 1, 1000 do left[i] = {} end',
    look: 'return tostring({}), tostring(print)',
  },
  {
    name: 'the order of keys',
    leave: 'left = {} for i = 1, 1000 do left["k" .. i] = i end',
    look: 'local t = {} for i = 1, 50 do t["k" .. i] = i end local keys = "" for k in pairs(t) do keys = keys .. k end return keys',
  },
  {
    name: 'a handler of warnings',
    leave: 'function onResourceWarning() left = 1 end warn("@on")',
    look: 'return onResourceWarning, left',
  },
  {
    name: 'globals that the host gave',
    leave: 'rate = 1 double = nil apply = print',
    look: 'return rate, double(4), apply(function(x) return x end, 3)',
  },
  {
    name: 'arguments and globals of the execution',
    leave: 'kept = { ... } secret = nil',
    look: 'return select("#", ...), secret, kept',
  },
];

/** Ways for the script that leaves something to end. */
const ends = {
  returns: '',
  fails: ' error("left")',
  'is ended by a limit': ' while true do end',
  'is ended in a coroutine': ' coroutine.wrap(function() pcall(function() while true do end end) end)()',
  'overflows the stack': ' local function f() return 1 + f() end f()',
};

describe.each(Object.entries(ends))('a script that %s', (_, end) => {
  test.each(traces)('leaves nothing of $name', async ({ leave, look }) => {
    const clean = new LuaContext({ ...hostFunctions }, { libraries: 'all' }).executeScript(look);
    const args = ['left'];
    await executor.execute(leave + end, { args, globals: { secret: 1 } }).catch(() => {});
    const after = (await executor.execute(look)).value;
    expect(after).toEqual(clean);
  });
});

describe('a script', () => {
  test('finds random numbers of its own', async () => {
    const draw = async () => (await executor.execute('return math.random(0)')).value;
    const drawn = [await draw(), await draw(), await draw(), await draw()];
    expect(new Set(drawn).size).toBe(4);
  });

  test('cannot foretell the random numbers of the next', async () => {
    await executor.execute('math.randomseed(42)');
    const next = (await executor.execute('return math.random(0)')).value;
    const foretold = (await executor.execute('math.randomseed(42) return math.random(0)')).value;
    expect(next).not.toEqual(foretold);
  });

  test('finds nothing of an earlier one in memory that it has not written', async () => {
    await executor.execute('left = {} for i = 1, 20000 do left[i] = "SECRET-" .. i end');
    const look = `
      local found = 0
      local seen = {}
      local function search(value)
        if type(value) == 'string' then
          if value:find('SECRET') then found = found + 1 end
        elseif type(value) == 'table' and not seen[value] then
          seen[value] = true
          for k, v in next, value do search(k) search(v) end
        end
      end
      search(debug.getregistry())
      return found`;
    expect((await executor.execute(look.replace("'SECRET'", "'SEC' .. 'RET'"))).value).toBe(0);
  });

  test('cannot be reached through what a host function kept of it', async () => {
    await executor.execute('keep(function() return "left" end)');
    const error = await rejectionOf(Error, executor.execute('return callKept()'));
    expect(error.message).toContain('belongs to a state that was reset');
    expect((await executor.execute('return (pcall(callKept))')).value).toBe(false);
  });

  test('starts with as much memory as the first, whatever came before', async () => {
    const peak = async () => (await executor.execute('return 1')).usage.peakMemory;
    const first = await peak();
    await executor.execute('local t = {} for i = 1, 4e4 do t[i] = { i } end');
    expect(await peak()).toBe(first);
  });
});
