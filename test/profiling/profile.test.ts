import { describe, expect, test } from 'vitest';
import { type CpuProfile, LuaContext, LuaLimitError } from '../../src/index.ts';
import { openContext } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

const script = `local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end
local function idle() return 1 end
idle()
for i = 1, 1000 do end
return fib(20)`;

function profileOf(source: string, options = {}, globals = {}): CpuProfile {
  const lua = openContext({ enableProfiling: true, checkInterval: 1_000, ...options }, globals);
  lua.executeScript(source, { chunkName: '@rules.lua' });
  return lua.cpuProfile as CpuProfile;
}

const names = ({ nodes }: CpuProfile) => nodes.map(({ callFrame }) => callFrame.functionName);

const total = ({ nodes }: CpuProfile) => nodes.reduce((sum, { instructions }) => sum + instructions, 0);

describe('a profile', () => {
  test('is that of V8: a tree of nodes, and a node for each sample', () => {
    const { nodes, samples, timeDeltas, startTime, endTime } = profileOf(script);
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const children = nodes.flatMap((node) => node.children);
    expect([...children].sort()).toEqual(ids.slice(1).sort());
    expect(samples.every((id) => ids.includes(id))).toBe(true);
    expect(timeDeltas).toHaveLength(samples.length);
    const passed = timeDeltas.reduce((sum, delta) => sum + delta, 0);
    expect(passed).toBeLessThanOrEqual(endTime - startTime + samples.length);
    const hits = nodes.reduce((sum, { hitCount }) => sum + hitCount, 0);
    expect(hits).toBe(samples.length);
  });

  test('changes nothing of what a script does, however often samples are taken', () => {
    const work = `local lines = {}
      for i = 1, 300 do
        lines[#lines + 1] = ('%s%02d:%-5.3f|%+i'):format(i // 60, i % 60, i / 7, i)
        lines[#lines + 1] = tostring(tonumber(('  %d '):format(i), 7)) .. lines[#lines]:find('%d+:%s*%d', 1)
      end
      return table.concat(lines, '\\n'), os.date('!%Y-%m-%d', 1e9)`;
    const plain = openContext({}).executeScript(work);
    expect(openContext({ enableProfiling: true, checkInterval: 1 }).executeScript(work)).toEqual(plain);
  });

  test('knows functions by name, chunk and line', () => {
    const { nodes } = profileOf(script);
    const callFrames = nodes.map(({ callFrame }) => callFrame);
    expect(callFrames[0]?.functionName).toBe('(root)');
    expect(callFrames[1]).toMatchObject({ functionName: '(main chunk)', url: 'rules.lua', lineNumber: 0 });
    expect(callFrames[2]).toMatchObject({ functionName: 'fib', url: 'rules.lua', lineNumber: 0 });
  });

  test('says on which lines the samples were', () => {
    const { nodes } = profileOf('local x = 0\nfor i = 1, 100000 do\n  x = x + i\nend');
    const lines = nodes.flatMap(({ positionTicks }) => positionTicks.map(({ line }) => line));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line !== 2 && line !== 3)).toEqual([]);
  });

  test('is the same on every run, but for the times', () => {
    const { nodes, samples } = profileOf(script);
    expect(profileOf(script)).toMatchObject({ nodes, samples });
  });

  test('accounts for the instructions to the last look', () => {
    const lua = openContext({ enableProfiling: true, checkInterval: 1_000 });
    lua.executeScript(script);
    const { instructions } = lua.usage;
    expect(instructions - total(lua.cpuProfile as CpuProfile)).toBeLessThanOrEqual(2_000);
  });

  test('shows library functions, host functions and those that they call', () => {
    const host = { each: (fn: () => void) => fn() };
    const source = `
      each(function() for i = 1, 50000 do end end)
      string.rep('x', 50000):gsub('x', 'yy')
      local co = coroutine.wrap(function() for i = 1, 50000 do end end)
      co()`;
    const found = names(profileOf(source, {}, host));
    expect(found).toEqual(expect.arrayContaining(['each', 'gsub', 'co']));
  });

  test('changes nothing about what is counted', () => {
    const used = (enableProfiling: boolean) => {
      const lua = openContext({ enableProfiling, checkInterval: 1_000 });
      lua.executeScript(script);
      return lua.usage.instructions;
    };
    expect(used(true)).toBe(used(false));
  });

  test('is there of a script that was ended', () => {
    const lua = new LuaContext({}, { enableProfiling: true, maxInstructions: 50_000 });
    thrownBy(LuaLimitError, () => lua.executeScript('local function loop() while true do end end loop()'));
    expect(total(lua.cpuProfile as CpuProfile)).toBe(50_000);
    expect(names(lua.cpuProfile as CpuProfile)).toContain('loop');
  });

  test('is that of the last execution that asked for one', () => {
    const lua = openContext();
    expect(lua.cpuProfile).toBe(undefined);
    const limits = { enableProfiling: true, checkInterval: 1_000 };
    lua.executeScript('for i = 1, 10000 do end', { limits, chunkName: '@a.lua' });
    const profile = lua.cpuProfile;
    lua.executeScript('for i = 1, 10000 do end', { chunkName: '@b.lua' });
    expect(lua.cpuProfile).toBe(profile);
  });
});

describe('a hostile script', () => {
  test('cannot make a profile of any size by deep stacks', () => {
    const { nodes } = profileOf(`
      local function deep(n) if n == 0 then for i = 1, 20000 do end return 0 end return 1 + deep(n - 1) end
      return deep(150000)`);
    expect(nodes.length).toBeLessThan(1_000);
    expect(names({ nodes } as CpuProfile)).toContain('(levels left out)');
  });

  test('cannot make a profile of any size by many functions', () => {
    const { nodes } = profileOf(`for i = 1, 20000 do load('for i = 1, 200 do end', '=chunk' .. i)() end`, {
      checkInterval: 100,
    });
    expect(nodes.length).toBeLessThanOrEqual(10_001);
    expect(names({ nodes } as CpuProfile)).toContain('(other functions)');
  });

  test('cannot make a profile of any size by running long', () => {
    const { samples } = profileOf('for i = 1, 1000000 do end', { checkInterval: 5 });
    expect(samples.length).toBeLessThan(2 ** 16);
    expect(samples.length).toBeGreaterThan(2 ** 14);
  });

  test('cannot fill it with long names', () => {
    const name = 'x'.repeat(100_000);
    const { nodes } = profileOf(`function ${name}() for i = 1, 50000 do end end ${name}()`);
    expect(Math.max(...names({ nodes } as CpuProfile).map(({ length }) => length))).toBe(200);
  });

  test.each([
    'setmetatable({}, { __gc = function() for i = 1, 20000 do end end }) collectgarbage()',
    'xpcall(error, function() for i = 1, 20000 do end end)',
    'local x <close> = setmetatable({}, { __close = function() for i = 1, 20000 do end end })',
    'load(function() for i = 1, 20000 do end end)',
    'table.sort({ 3, 1, 2 }, function(a, b) for i = 1, 20000 do end return a < b end)',
    'load(string.dump(function() for i = 1, 20000 do end end, true))()',
  ])('is sampled wherever it runs: %s', (source) => {
    expect(profileOf(source, { allowBytecode: true }).samples.length).toBeGreaterThan(15);
  });
});
