import type { LuaContext } from '../../src/index.ts';

/** A way for an execution to end other than by returning. */
export interface End {
  readonly name: string;
  readonly code: string;
  readonly resource?: string;
  /** Runs a script to such an end; throws the error. */
  readonly reach: (lua: LuaContext) => unknown;
}

const spin = 'while true do end';

function instructionsIn(place: string, script: string): End {
  return {
    name: `instructions, in ${place}`,
    code: 'ERR_LUA_LIMIT',
    resource: 'instructions',
    reach: (lua) => lua.executeScript(script, { limits: { maxInstructions: 50_000 } }),
  };
}

/** Every kind of end, and the places in which an end finds the state in the midst of something. */
export const ends: readonly End[] = [
  instructionsIn('the main chunk', spin),
  instructionsIn(
    'a coroutine',
    `coroutine.wrap(function() pcall(coroutine.wrap(function() ${spin} end)) end)()`,
  ),
  instructionsIn('a sort', `table.sort({ 3, 1, 2 }, function() ${spin} end)`),
  instructionsIn('a substitution', `("abc"):gsub(".", function() ${spin} end)`),
  instructionsIn('a pattern', "string.find(('a'):rep(30000), '.-.-.-.-b$')"),
  instructionsIn('the parser', "load(function() return 'x = { y = function() end } ' end)"),
  instructionsIn('a reader of load', `load(function() ${spin} end)`),
  instructionsIn('a finalizer', `setmetatable({}, { __gc = function() ${spin} end }) collectgarbage()`),
  instructionsIn(
    'a closing value',
    `do local x <close> = setmetatable({}, { __close = function() ${spin} end }) end`,
  ),
  instructionsIn('a message handler', `xpcall(error, function() ${spin} end)`),
  instructionsIn('a metamethod', `return setmetatable({}, { __index = function() ${spin} end }).x`),
  instructionsIn('allocation', 'local t = {} while true do t[#t + 1] = { #t } end'),
  instructionsIn('deep recursion', 'local function f() return 1 + f() end f()'),
  {
    name: 'memory',
    code: 'ERR_LUA_LIMIT',
    resource: 'memory',
    reach: (lua) =>
      lua.executeScript("return ('x'):rep(1024):rep(20 * 1024)", { limits: { maxMemory: '10MB' } }),
  },
  {
    name: 'memory, by many small objects',
    code: 'ERR_LUA_LIMIT',
    resource: 'memory',
    reach: (lua) =>
      lua.executeScript('local t = {} while true do t[#t + 1] = { #t } end', {
        limits: { maxMemory: '1MB' },
      }),
  },
  {
    name: 'time',
    code: 'ERR_LUA_LIMIT',
    resource: 'time',
    reach: (lua) => lua.executeScript(spin, { limits: { timeout: 5 } }),
  },
  {
    name: 'aborted, by a signal',
    code: 'ERR_LUA_LIMIT',
    resource: 'aborted',
    reach: (lua) => {
      const controller = new AbortController();
      lua.setGlobal('stop', () => controller.abort());
      return lua.executeScript(`stop() ${spin}`, { signal: controller.signal });
    },
  },
  {
    name: 'aborted, before the start',
    code: 'ERR_LUA_LIMIT',
    resource: 'aborted',
    reach: (lua) => lua.executeScript(spin, { signal: AbortSignal.abort() }),
  },
  {
    name: 'aborted, by cancel',
    code: 'ERR_LUA_LIMIT',
    resource: 'aborted',
    reach: (lua) => {
      lua.setGlobal('stop', () => lua.cancel());
      return lua.executeScript(`pcall(function() stop() ${spin} end)`);
    },
  },
  {
    name: 'a Lua error',
    code: 'ERR_LUA_RUNTIME',
    reach: (lua) => lua.executeScript('local function f() error({}) end coroutine.wrap(f)()'),
  },
  {
    name: 'a stack overflow',
    code: 'ERR_LUA_RUNTIME',
    reach: (lua) => lua.executeScript('local function f() return 1 + f() end f()', { profile: 'unlimited' }),
  },
  {
    name: 'a C stack overflow',
    code: 'ERR_LUA_RUNTIME',
    reach: (lua) => lua.executeScript('local function f(x) return (x:gsub(".", f)) end f("x")'),
  },
  {
    name: 'a syntax error',
    code: 'ERR_LUA_SYNTAX',
    reach: (lua) => lua.executeScript('local function f() return { x = = 1 } end'),
  },
  {
    name: 'an error of a host function',
    code: 'ERR_HOST',
    reach: (lua) => {
      lua.setGlobal('fail', () => {
        throw Object.assign(new Error('mine'), { code: 'ERR_HOST' });
      });
      return lua.executeScript('("x"):gsub(".", function() coroutine.wrap(fail)() end)');
    },
  },
  {
    name: 'a value that cannot be passed to Lua',
    code: 'ERR_LUA_CONVERSION',
    reach: (lua) => lua.executeScript('', { args: ['x', Symbol('s')] }),
  },
  {
    name: 'a value that cannot be passed out of Lua',
    code: 'ERR_LUA_RUNTIME',
    reach: (lua) => lua.executeScript('local t = {} t.t = t return t'),
  },
];
