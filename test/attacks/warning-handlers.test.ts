import { describe, expect, test } from 'vitest';
import { LuaContext, LuaConversionError, LuaExitError, LuaLimitError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { works } from './attack.ts';

/** All functions of the libraries, by the names by which scripts know them. */
const names = new LuaContext({}, { libraries: 'all' }).executeScript<string[]>(`
  local names = {}
  for name, library in pairs(package.loaded) do
    for key, value in pairs(library) do
      if type(value) == 'function' and name ~= '_G' then names[#names + 1] = name .. '.' .. key end
      if type(value) == 'function' and name == '_G' then names[#names + 1] = key end
    end
  end
  table.sort(names)
  return names`);

/** What else a script may take for a handler. */
const handlers = [
  ...names,
  'function() while true do end end',
  'function(...) return onResourceWarning(...) end',
  'function() pcall(error) coroutine.wrap(function() while true do end end)() end',
  'function() local x <close> = setmetatable({}, { __close = function() while true do end end }) error("x") end',
  'function() onResourceWarning = nil collectgarbage() table.sort({ 3, 2, 1 }, function() return true end) end',
  'coroutine.wrap(function() while true do coroutine.yield() end end)',
  'setmetatable({}, { __call = function() while true do end end })',
];

/** Where the threshold is passed. */
const places = [
  'while true do end',
  'local function f() return f() end f()',
  'coroutine.wrap(function() while true do end end)()',
  'table.sort({ 3, 2, 1 }, function() while true do end end)',
  '("x"):gsub("x", function() while true do end end)',
  'local x <close> = setmetatable({}, { __close = function() while true do end end })',
  'setmetatable({}, { __gc = function() while true do end end }) collectgarbage()',
  'while true do pcall(string.rep, "x", 1000) end',
];

const limits = { maxInstructions: 20_000, warningThreshold: 0.5 } as const;

describe('a script is ended, though it handles warnings by', () => {
  test.each(handlers)('%s', async (handler) => {
    const lua = new LuaContext({}, { libraries: 'all', print: () => {}, ...limits });
    for (const place of places) {
      const script = `onResourceWarning = ${handler} pcall(function() ${place} end) while true do pcall(function() ${place} end) end`;
      for (const run of [() => lua.executeScript(script), () => lua.executeScriptAsync(script)]) {
        const end = await Promise.resolve()
          .then(run)
          .catch((error: unknown) => error);
        const isEnd = end instanceof LuaLimitError || (handler === 'os.exit' && end instanceof LuaExitError);
        expect(isEnd || end).toBe(true);
        lua.reset();
      }
    }
    expect(works(lua)).toBe(true);
  });
});

describe('a host that is warned near a loop of the core', () => {
  test('has its context again after an end in one, whatever failed in onWarning', () => {
    const lua: LuaContext = new LuaContext(
      {},
      {
        maxInstructions: 1_000_000,
        maxMemory: '1GB',
        warningThreshold: 0.01,
        onWarning: () => {
          expect(() => lua.setGlobal('x', untyped(Symbol('no value of Lua')))).toThrow(LuaConversionError);
        },
      },
    );
    const script = 'for i = 1, 1e5 do end local t = table.create(0, 2^23) t.x = 1 t.x = nil next(t)';
    expect(() => lua.executeScript(script)).toThrow(LuaLimitError);
    expect(works(lua)).toBe(true);
  });

  test.each([0.35, 0.36, 0.37, 0.38])('finds no table half made, warned at %f', (warningThreshold) => {
    const missing: unknown[] = [];
    const count = 'local n = 0 for i = 1, 2^21, 1000 do if not t[i + 0.5] then n = n + 1 end end return n';
    const lua: LuaContext = new LuaContext(
      {},
      {
        maxInstructions: 100_000_000,
        maxMemory: '1GB',
        timeout: 0,
        warningThreshold,
        onWarning: ({ resource }) => {
          if (resource === 'instructions') missing.push(lua.executeScript(count));
        },
      },
    );
    lua.executeScript('t = table.create(0, 2^22) for i = 1, 2^22 do t[i + 0.5] = true end t.x = 1');
    expect(missing).toEqual([0]);
  });
});
