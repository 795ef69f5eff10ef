import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaContextOptions } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

/** What a script writes to the print handler, which gets standard error too. */
function written(script: string, options: LuaContextOptions = {}): string[] {
  const lines: string[] = [];
  const lua = new LuaContext({}, { ...options, print: (...values) => lines.push(values.join('\t')) });
  lua.executeScript(script);
  return lines;
}

describe('warn', () => {
  test('writes nothing until a script turns warnings on', () => {
    expect(written("warn('a') warn('@on') warn('b', 1, 2.5) warn('@off') warn('c')")).toEqual([
      'Lua warning: b12.5',
    ]);
  });

  test('heeds only messages of one piece as commands', () => {
    expect(written("warn('@on') warn('@', 'off') warn('@unknown') warn('#', '')")).toEqual([
      'Lua warning: @off',
      'Lua warning: #',
    ]);
  });

  test('is no part of what the output handler gets', () => {
    const output: string[] = [];
    const errors: string[] = [];
    const lua = new LuaContext({}, { print: (text) => errors.push(text) });
    lua.setOutputHandler((text) => output.push(text));
    lua.executeScript("warn('@on') warn('a') print('b')");
    expect({ output, errors }).toEqual({ output: ['b\n'], errors: ['Lua warning: a'] });
  });

  test('never fails, whatever the handler throws', () => {
    const lua = new LuaContext({}, { print: () => expect.unreachable('as handlers do') });
    expect(lua.executeScript("warn('@on') return pcall(warn, 'a')")).toBe(true);
  });

  test('works in a coroutine', () => {
    expect(written("coroutine.wrap(function() warn('@on') warn('a') coroutine.yield() end)()")).toEqual([
      'Lua warning: a',
    ]);
  });

  test('stays on for later executions, and is off again after a reset', () => {
    const lines: string[] = [];
    const lua = new LuaContext({}, { print: (text) => lines.push(text) });
    lua.executeScript("warn('@on')");
    lua.executeScript("warn('a')");
    lua.reset();
    lua.executeScript("warn('b')");
    expect(lines).toEqual(['Lua warning: a']);
  });
});

describe('an error in a finalizer', () => {
  test.each([
    ["error('x', 0)", 'Lua warning: error in __gc (x)'],
    ['error({})', 'Lua warning: error in __gc (error object is not a string)'],
    ['error()', 'Lua warning: error in __gc (<no error object>)'],
  ])('by %s is a warning', (statement, line) => {
    const script = `warn('@on') setmetatable({}, { __gc = function() ${statement} end }) collectgarbage()`;
    expect(written(script)).toEqual([line]);
  });

  test('is written wherever the collector runs', () => {
    const lines = written(`
      warn('@on')
      local failed = false
      setmetatable({}, { __gc = function() failed = true error('x', 0) end })
      local function deep(n) if n > 0 then return (deep(n - 1)) end while not failed do local t = {} end end
      coroutine.wrap(deep)(100)`);
    expect(lines).toEqual(['Lua warning: error in __gc (x)']);
  });
});

test('an execution that ends while a warning is written leaves all in order', () => {
  const lines: string[] = [];
  const print = (text: string) => {
    lines.push(text);
    if (text === 'Lua warning: stop') lua.cancel();
  };
  const lua: LuaContext = new LuaContext({}, { print, maxMemory: '2MB', maxInstructions: 0 });
  const script =
    "warn('@on') setmetatable({}, { __gc = function() warn('st', 'op') end }) collectgarbage() while true do end";
  expect(caughtFrom(() => lua.executeScript(script))).toMatchObject({ resource: 'aborted' });
  lua.executeScript("warn('next') warn('@off') for i = 1, 1e5 do local t = { {}, {} } end warn('last')");
  expect(lines).toEqual(['Lua warning: stop', 'Lua warning: next']);
});
