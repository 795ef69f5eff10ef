import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  LuaContext,
  type LuaContextOptions,
  LuaError,
  LuaLimitError,
  LuaOptionError,
} from '../../src/index.ts';
import { allocatingProgram } from '../support/lua-program.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

const megabyte = 2 ** 20;
const openContext = (options: LuaContextOptions) =>
  new LuaContext({}, { profile: 'unlimited', print: () => {}, ...options });

function endOf(script: string, maxMemory: number | string): LuaLimitError {
  return thrownBy(LuaLimitError, () => openContext({ maxMemory }).executeScript(script));
}

describe('string.rep of 20 MB under a limit of 10 MB', () => {
  const script = "return string.rep('x', 20 * 1024 * 1024)";

  test('ends as LuaLimitError with resource, limit and how much was wanted', () => {
    const error = endOf(script, '10MB');
    expect(error).toMatchObject({ code: 'ERR_LUA_LIMIT', resource: 'memory', limit: 10 * megabyte });
    expect(error.used).toBeGreaterThan(20 * megabyte);
  });

  test('has a message with the figures that names the option', () => {
    expect(endOf(script, '10MB').message).toMatch(
      /^not enough memory: 2\d,\d{3},\d{3} bytes wanted, 10,485,760 allowed \(maxMemory\)$/,
    );
  });

  test('has a traceback', () => {
    expect(endOf(script, '10MB').traceback).toMatch(
      /^stack traceback:\n\t\[C\]: in .*rep.*\n.*: in main chunk$/,
    );
  });

  test('never counts more than the limit', () => {
    const lua = openContext({ maxMemory: '10MB' });
    caughtFrom(() => lua.executeScript(script));
    expect(lua.usage.peakMemory).toBeLessThanOrEqual(10 * megabyte);
  });

  test('leaves the context whole', () => {
    const lua = openContext({ maxMemory: '10MB' });
    caughtFrom(() => lua.executeScript(script));
    expect(lua.executeScript("return #('x'):rep(1024):rep(5 * 1024)")).toBe(5 * megabyte);
  });

  test('can be caught in Lua, as in the manual', () => {
    const lua = openContext({ maxMemory: '10MB' });
    const caught = "return pcall(string.rep, 'x', 20 * 1024 * 1024)";
    expect(lua.executeScript(caught)).toEqual([false, 'not enough memory']);
  });

  test('can be raised again, and is then a limit error as well', () => {
    const lua = openContext({ maxMemory: '10MB' });
    const raise = "local _, e = pcall(string.rep, 'x', 20 * 1024 * 1024) kept = e";
    lua.executeScript(raise);
    expect(lua.getGlobal('kept')).toBe('not enough memory');
  });

  test('succeeds under a limit of 50 MB', () => {
    const lua = openContext({ maxMemory: '50MB' });
    expect(lua.executeScript("return #('x'):rep(1024):rep(20 * 1024)")).toBe(20 * megabyte);
  });
});

describe('memory that runs out', () => {
  test.each([
    ['one string that doubles', "local s = 'x' while true do s = s .. s end"],
    ['many strings', 'local t = {} for i = 1, math.huge do t[i] = ("x"):rep(1000) .. i end'],
    ['a list', 'local t = {} for i = 1, math.huge do t[i] = i end'],
    ['a map', 'local t = {} for i = 1, math.huge do t["k" .. i] = i end'],
    ['nested tables', 'local t = {} while true do t = { t } end'],
    ['closures', 'local f while true do local g = f f = function() return g end end'],
    ['coroutines', 'local t = {} while true do t[#t + 1] = coroutine.create(print) end'],
    ['the stack', 'local function f() return 1 + f() end f()'],
    ['userdata with finalizers', 'local t while true do t = setmetatable({ t }, { __gc = print }) end'],
    ['table.create', 'table.create(10000000)'],
    ['table.concat', "table.concat({ ('x'):rep(1000000), ('x'):rep(1000000) }, ('y'):rep(1000000))"],
    ['string.format', "local s = ('x'):rep(600000) string.format('%s%s%s%s', s, s, s, s)"],
    ['gsub', "('x'):rep(100000):gsub('x', ('y'):rep(100))"],
    [
      'a finalizer that allocates',
      "setmetatable({}, { __gc = function() kept = ('x'):rep(10) end }) local t = {} while true do t = { t } end",
    ],
    [
      'pcall in a loop',
      'local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) t = { t } end',
    ],
  ])('is a memory error: %s', (_, script) => {
    const lua = openContext({ maxMemory: megabyte, maxInstructions: 1e8 });
    expect(thrownBy(LuaLimitError, () => lua.executeScript(script)).resource).toBe('memory');
  });

  test('in a coroutine ends the coroutine alone', () => {
    const lua = openContext({ maxMemory: megabyte });
    const script = "return coroutine.resume(coroutine.create(function() return ('x'):rep(2000000) end))";
    expect(lua.executeScript(script)).toEqual([false, 'not enough memory']);
  });

  test('closes what is to be closed', () => {
    const lua = openContext({ maxMemory: megabyte });
    const script = `
      pcall(function()
        local x <close> = setmetatable({}, { __close = function(_, e) closed = e end })
        return ('x'):rep(2000000)
      end)
      return closed`;
    expect(lua.executeScript(script)).toBe('not enough memory');
  });

  test('is collected by the next execution that needs it', () => {
    const lua = openContext({ maxMemory: megabyte });
    const fill = 'local t = {} while true do t[#t + 1] = {} end';
    for (let i = 0; i < 5; i++)
      expect(caughtFrom(() => lua.executeScript(fill))).toBeInstanceOf(LuaLimitError);
    expect(lua.executeScript("return #('x'):rep(500000)")).toBe(500_000);
  });

  test('gives all of it back', () => {
    const lua = openContext({ maxMemory: megabyte });
    lua.executeScript('collectgarbage() collectgarbage()');
    const before = lua.getMemoryUsage();
    caughtFrom(() => lua.executeScript('local t = {} while true do t[#t + 1] = {} end'));
    lua.executeScript('collectgarbage() collectgarbage()');
    expect(lua.getMemoryUsage() - before).toBeLessThan(1_000);
  });

  test('for a value from the host is a memory error', () => {
    const lua = openContext({ maxMemory: megabyte });
    const run = () => lua.executeScript('', { args: ['x'.repeat(2 * megabyte)] });
    expect(thrownBy(LuaLimitError, run).resource).toBe('memory');
  });

  test('for the source of a script is a memory error', () => {
    const lua = openContext({ maxMemory: megabyte });
    const run = () => lua.executeScript(`--${'x'.repeat(2 * megabyte)}`);
    expect(thrownBy(LuaLimitError, run).resource).toBe('memory');
  });

  test('for a result that would have to be copied leaves the context whole', () => {
    const lua = openContext({ maxMemory: 200_000 });
    caughtFrom(() => lua.executeScript('local t = {} for i = 1, 8000 do t[i] = i end return t'));
    expect(lua.executeScript('return 1')).toBe(1);
  });
});

/** What Lua's libraries say where the stack cannot grow because there is no memory. */
function isFullStack(error: unknown): boolean {
  return error instanceof LuaError && /stack overflow/.test(error.message);
}

describe('random programs that allocate', () => {
  test('never have more in use than the limit', () => {
    fc.assert(
      fc.property(allocatingProgram, fc.integer({ min: 20_000, max: megabyte }), (program, maxMemory) => {
        const lua = openContext({ maxMemory, maxInstructions: 300_000 });
        caughtFrom(() => lua.executeScript(program));
        expect(lua.usage.peakMemory).toBeLessThanOrEqual(maxMemory);
        expect(lua.getMemoryUsage()).toBeLessThanOrEqual(maxMemory);
      }),
      { numRuns: 100 },
    );
  });

  test('end in results or in errors that are no surprise', () => {
    fc.assert(
      fc.property(allocatingProgram, fc.integer({ min: 20_000, max: megabyte }), (program, maxMemory) => {
        const lua = openContext({ maxMemory, maxInstructions: 300_000 });
        const error = caughtFrom(() => lua.executeScript(program));
        const isExpected = error === undefined || error instanceof LuaLimitError || isFullStack(error);
        expect(isExpected ? '' : error).toBe('');
      }),
      { numRuns: 100 },
    );
  });

  test('leave a context that works', () => {
    fc.assert(
      fc.property(allocatingProgram, fc.integer({ min: 20_000, max: megabyte }), (program, maxMemory) => {
        const lua = openContext({ maxMemory, maxInstructions: 300_000 });
        caughtFrom(() => lua.executeScript(program));
        const room = { limits: { maxMemory: '2MB' } }; // the program may have kept all there was
        lua.executeScript('kept = nil collectgarbage("incremental") collectgarbage() collectgarbage()', room);
        expect(lua.executeScript("return #('x'):rep(1000), #{ 1, 2, 3 }")).toEqual([1_000, 3]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the limit', () => {
  test('may be just what a state needs, which then has no room for more', () => {
    const message = thrownBy(LuaOptionError, () => openContext({ maxMemory: 1 })).message;
    const lua = openContext({ maxMemory: Number(/(\d+) bytes for/.exec(message)?.[1]) });
    const run = () => lua.executeScript("return ('x'):rep(1000)");
    expect(thrownBy(LuaLimitError, run).resource).toBe('memory');
  });

  test('of zero is none', () => {
    const lua = openContext({ maxMemory: 0 });
    expect(lua.executeScript("return #('x'):rep(1024):rep(60 * 1024)")).toBe(60 * megabyte);
  });

  test('of one execution may be tighter than that of the context', () => {
    const lua = openContext({ maxMemory: '50MB' });
    const run = () => lua.executeScript("return ('x'):rep(2000000)", { limits: { maxMemory: '1MB' } });
    expect(thrownBy(LuaLimitError, run).limit).toBe(megabyte);
  });

  test('of one execution may be looser than that of the context', () => {
    const lua = openContext({ maxMemory: '1MB' });
    const options = { limits: { maxMemory: '10MB' } };
    expect(lua.executeScript("return #('x'):rep(2000000)", options)).toBe(2_000_000);
  });

  test('of one execution may be far looser than that of the context', () => {
    const lua = openContext({ maxMemory: '1MB' });
    const options = { limits: { maxMemory: '1GB' } };
    expect(lua.executeScript("return #('x'):rep(2 ^ 20):rep(300)", options)).toBe(300 * megabyte);
  });

  test('that is less than what is in use already refuses all growth', () => {
    const lua = openContext({});
    lua.executeScript("kept = ('x'):rep(1000000)");
    const run = () => lua.executeScript("return ('y'):rep(1000)", { limits: { maxMemory: 100_000 } });
    expect(thrownBy(LuaLimitError, run).resource).toBe('memory');
  });
});
