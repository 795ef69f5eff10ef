import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaLimitError, type ScriptLimits } from '../../src/index.ts';
import { openContext } from '../support/contexts.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

function endOf(script: string, limits: ScriptLimits, lua = new LuaContext()): LuaLimitError {
  const options = { profile: 'unlimited', limits, chunkName: '=chunk' } as const;
  return thrownBy(LuaLimitError, () => lua.executeScript(script, options));
}

/** A program of many kinds of blocks. */
const program = `
  local t = setmetatable({}, { __index = function(_, k) return k .. '!' end })
  local co = coroutine.wrap(function() while true do coroutine.yield(#t.x) end end)
  local n = 0
  while true do
    for i = 1, 3 do n = n + co() end
    for word in ('a bb ccc'):gmatch('%a+') do n = n + #word:rep(5, ',') end
    if n % 2 == 0 then table.sort({ 3, 1, 2 }, function(a, b) return a < b end) else pcall(error, 'x') end
    local closed <close> = setmetatable({}, { __close = function() n = n + 1 end })
  end`;

describe('an endless loop', () => {
  const loop = 'while true do end';

  test('ends as LuaLimitError with resource, limit and figures', () => {
    expect(endOf(loop, { maxInstructions: 100_000 })).toMatchObject({
      name: 'LuaLimitError',
      code: 'ERR_LUA_LIMIT',
      resource: 'instructions',
      limit: 100_000,
      used: 100_000,
    });
  });

  test('ends with a message that has the figures and names the option', () => {
    expect(endOf(loop, { maxInstructions: 100_000 }).message).toBe(
      'instruction limit exceeded: 100,000 of 100,000 instructions used (maxInstructions)',
    );
  });

  test('ends with the Lua stack', () => {
    const lua = new LuaContext();
    const script = 'local function spin(n) while true do n = n + 1 end end\nspin(1)';
    const error = thrownBy(LuaError, () => lua.executeScript(script, { chunkName: '=chunk' }));
    expect(error.traceback).toBe("stack traceback:\n\tchunk:1: in local 'spin'\n\tchunk:2: in main chunk");
  });

  test('shows the line of the loop in the stack', () => {
    const lua = new LuaContext();
    const script = '\nlocal x = 1\n\n\nwhile true do end';
    const error = thrownBy(LuaError, () => lua.executeScript(script, { chunkName: '=chunk' }));
    expect(error.traceback).toBe('stack traceback:\n\tchunk:5: in main chunk');
  });

  test('shows in usage what it used', () => {
    const lua = new LuaContext();
    endOf(loop, { maxInstructions: 100_000 }, lua);
    expect(lua.usage.instructions).toBe(100_000);
  });

  test('leaves the context whole', () => {
    const lua = new LuaContext();
    endOf(loop, { maxInstructions: 100_000 }, lua);
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('leaves the globals that were set before', () => {
    const lua = new LuaContext();
    endOf(`x = 1 ${loop}`, { maxInstructions: 100_000 }, lua);
    expect(lua.getGlobal('x')).toBe(1);
  });
});

describe('an endless program of any kind', () => {
  test.each([
    ['while', 'while true do end'],
    ['repeat', 'repeat until false'],
    ['goto', '::again:: goto again'],
    ['numeric for', 'for i = 1, math.huge do end'],
    ['for with a float', 'for i = 1.0, math.huge do end'],
    ['generic for', 'for _ in function() return 1 end do end'],
    ['tail calls', 'local function f() return f() end f()'],
    ['mutual tail calls', 'local f, g function f() return g() end function g() return f() end f()'],
    ['a __call that is itself', 'local t = setmetatable({}, { __call = function(t) return t() end }) t()'],
    ['vararg calls', 'local function f(...) return ... end while true do f(1, 2, 3) end'],
    ['goto continue', 'while true do do goto continue end ::continue:: end'],
    [
      'metamethods',
      'local t = setmetatable({}, { __len = function() return 1 end }) while true do local n = #t end',
    ],
    [
      'a coroutine',
      'local w = coroutine.wrap(function() while true do coroutine.yield() end end) for _ in w do end while true do w() end',
    ],
  ])('ends at most one block past the figure: %s', (_, script) => {
    const longestBlock = 20;
    expect(endOf(script, { maxInstructions: 20_000 }).used - 20_000).toBeLessThan(longestBlock);
  });

  test.each([
    ['recursion', 'local function f() f() end f()'],
    ['recursion through pcall', 'local function f() pcall(f) f() end f()'],
    ['pcall', 'while true do pcall(error) end'],
    ['new coroutines', 'while true do coroutine.wrap(function() end)() end'],
    ['new closures', 'while true do local function f() return f end f() end'],
    ['new tables', 'local t = {} while true do t = { t } end'],
    ['new strings', 'local s = "" while true do s = s .. "x" end'],
    ['coroutines in coroutines', 'local function f() pcall(coroutine.wrap(f)) end while true do f() end'],
  ])('ends soon after the figure where the core of Lua works for it: %s', (_, script) => {
    const { used } = endOf(script, { maxInstructions: 20_000, maxMemory: '500MB' });
    expect([used >= 20_000, used < 40_000]).toEqual([true, true]);
  });
});

describe('the same program ends at the same figure', () => {
  const limits = { maxInstructions: 50_000 } as const;
  const { used, traceback } = endOf(program, limits);

  test('in every fresh context', () => {
    const others = [endOf(program, limits), endOf(program, limits)];
    expect(others.map((end) => end.used)).toEqual([used, used]);
  });

  test('after a reset', () => {
    const lua = new LuaContext();
    endOf(program, limits, lua);
    lua.reset();
    expect(endOf(program, limits, lua).used).toBe(used);
  });

  test.each([1, 2, 7, 100, 1_000, 1_000_000, 'auto'] as const)('with checkInterval %s', (checkInterval) => {
    expect(endOf(program, { ...limits, checkInterval }).used).toBe(used);
  });

  test.each([1, 7, 'auto'] as const)('in the same place with checkInterval %s', (checkInterval) => {
    expect(endOf(program, { ...limits, checkInterval }).traceback).toBe(traceback);
  });

  test('with a timeout and a memory limit', () => {
    expect(endOf(program, { ...limits, timeout: '1h', maxMemory: '100MB' }).used).toBe(used);
  });

  test('with a warning threshold', () => {
    expect(endOf('while true do end', { ...limits, warningThreshold: 0.5 }).used).toBe(50_000);
  });

  test('in another process', () => {
    const child = fileURLToPath(new URL('../support/count-child.ts', import.meta.url));
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const output = execFileSync(process.execPath, ['--import', 'tsx', child, program, '50000'], {
      cwd: root,
    });
    expect(Number(output)).toBe(used);
  });
});

describe('the figure', () => {
  test.each([1_000, 1_001, 1_002, 1_003, 12_345, 99_999])(
    '%d is met to the instruction by an empty loop',
    (figure) => {
      expect(endOf('while true do end', { maxInstructions: figure }).used).toBe(figure);
    },
  );

  test('counts the three slots of one more round (ADD with its MMBIN, FORLOOP), each time', () => {
    const count = (rounds: number) => {
      const lua = openContext();
      lua.executeScript(`local n = 0 for i = 1, ${1_000_000 + rounds} do n = n + i end`);
      return lua.usage.instructions;
    };
    expect([count(1) - count(0), count(7) - count(0)]).toEqual([3, 21]);
  });

  test('may be larger than what the script needs, which then runs to its end', () => {
    const lua = openContext();
    lua.executeScript('for i = 1, 1000 do end');
    const { instructions } = lua.usage;
    lua.reset();
    lua.executeScript('for i = 1, 1000 do end', { limits: { maxInstructions: instructions + 1 } });
    expect(lua.usage.instructions).toBe(instructions);
  });

  test('of one is a limit too', () => {
    expect(endOf('return 1', { maxInstructions: 1 }).resource).toBe('instructions');
  });

  test('of one is a limit of a context too', () => {
    const lua = openContext({ maxInstructions: 1 });
    expect(thrownBy(LuaLimitError, () => lua.executeScript('return 1')).resource).toBe('instructions');
  });

  test('of zero is none', () => {
    const lua = openContext();
    lua.executeScript('for i = 1, 100000 do end', { limits: { maxInstructions: 0 } });
    expect(lua.usage.instructions).toBeGreaterThan(100_000);
  });

  test('starts afresh with each execution', () => {
    const lua = openContext({ maxInstructions: 10_000 });
    for (let i = 0; i < 5; i++) lua.executeScript('for i = 1, 8000 do end');
    expect(lua.usage.instructions).toBeLessThan(10_000);
  });

  test('starts afresh after an end', () => {
    const lua = openContext({ maxInstructions: 10_000 });
    caughtFrom(() => lua.executeScript('while true do end'));
    expect(lua.executeScript('for i = 1, 8000 do end return 1')).toBe(1);
  });

  test('counts what a call of a held function uses', () => {
    const lua = openContext({ maxInstructions: 10_000 });
    const spin = lua.executeScript<() => void>('return function() while true do end end');
    expect(thrownBy(LuaLimitError, spin).used).toBe(10_000);
  });
});

describe('a running parser', () => {
  test('ends by the limit', () => {
    const script = `return { ${'1, '.repeat(100_000)} }`;
    expect(endOf(script, { maxInstructions: 50_000 }).used).toBe(50_000);
  });

  test('leaves no memory behind', () => {
    const lua = openContext();
    lua.executeScript('collectgarbage() collectgarbage()');
    const before = lua.getMemoryUsage();
    endOf(`return { ${'{1}, '.repeat(50_000)} }`, { maxInstructions: 50_000 }, lua);
    lua.executeScript('collectgarbage() collectgarbage()');
    expect(lua.getMemoryUsage() - before).toBeLessThan(2_000);
  });
});
