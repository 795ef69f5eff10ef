import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LuaContext, LuaSnapshotError, LuaStateError, Snapshot } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

describe('restore', () => {
  it('brings globals, closures and suspended coroutines back', () => {
    using lua = new LuaContext();
    lua.executeScript(`
      count = 0
      function step() count = count + 1; return count end
      worker = coroutine.wrap(function() for i = 1, 5 do coroutine.yield(i) end end)
      worker()
    `);
    const saved = lua.snapshot();
    expect(lua.executeScript('step(); worker(); return step(), worker()')).toEqual([2, 3]);
    lua.restore(saved);
    expect(lua.executeScript('return step(), worker()')).toEqual([1, 2]);
  });

  it('works any number of times', () => {
    using lua = new LuaContext();
    lua.executeScript('n = 0');
    const saved = lua.snapshot();
    for (let i = 0; i < 20; i++) {
      expect(lua.executeScript('n = n + 1; return n')).toBe(1);
      lua.restore(saved);
    }
  });

  it('gives back the memory that a script took meanwhile', () => {
    using lua = new LuaContext({}, { profile: 'unlimited' });
    const before = lua.getMemoryUsage();
    const saved = lua.snapshot();
    lua.executeScript('s = string.rep("x", 50000000)');
    lua.restore(saved);
    expect(lua.getMemoryUsage()).toBe(before);
    expect(lua.snapshot().size).toBe(saved.size);
  });

  it('repeats math.random', () => {
    using lua = new LuaContext();
    const saved = lua.snapshot();
    const first = lua.executeScript('return math.random(0), math.random(0)');
    lua.restore(saved);
    expect(lua.executeScript('return math.random(0), math.random(0)')).toEqual(first);
  });

  it('makes what JavaScript held of the later state stale, with a clear error', () => {
    using lua = new LuaContext();
    const saved = lua.snapshot();
    const table = lua.createTable({ a: 1 });
    const fn = lua.executeScript<() => number>('return function() return 1 end');
    lua.restore(saved);
    expect(() => table.get('a')).toThrow('belongs to a state that was reset or disposed');
    expect(() => fn()).toThrow('belongs to a state that was reset or disposed');
  });

  it('does not keep in Lua what JavaScript held when it was taken', () => {
    using lua = new LuaContext();
    const table = lua.createTable(Array.from({ length: 10_000 }, (_, i) => i));
    const saved = lua.snapshot();
    lua.restore(saved);
    const before = lua.getMemoryUsage();
    lua.executeScript('collectgarbage()');
    expect(before - lua.getMemoryUsage()).toBeGreaterThan(80_000);
    expect(() => table.length()).toThrow();
  });

  it('keeps userdata and classes working', () => {
    class Counter {
      n = 0;
    }
    const config = { level: 3 };
    using lua = new LuaContext();
    lua.setUserdata('config', config, { readable: true, writable: true });
    lua.registerClass('Counter', {
      construct: () => new Counter(),
      methods: { add: (self: Counter, n: number) => (self.n += n) },
    });
    lua.executeScript('c = Counter.new(); c:add(5)');
    const saved = lua.snapshot();
    lua.executeScript('c = nil; config = nil; Counter = nil; collectgarbage()');
    lua.restore(saved);
    expect(lua.executeScript('return c:add(1), config.level, Counter.new():add(2)')).toEqual([6, 3, 2]);
  });

  it('does not know a class that was registered after the snapshot', () => {
    class Late {}
    using lua = new LuaContext();
    const saved = lua.snapshot();
    const late = new Late();
    lua.registerClass('Late', { construct: () => late });
    lua.executeScript('x = Late.new()');
    lua.restore(saved);
    expect(lua.getGlobal('Late')).toBeNull();
    expect(() => lua.setGlobal('x', untyped(late))).toThrow('an instance of Late cannot be passed to Lua');
    lua.registerClass('Late', { construct: () => late });
    expect(lua.executeScript('return Late.new() ~= nil')).toBe(true);
  });

  it('refuses a snapshot that was made with other libraries', () => {
    using all = new LuaContext({}, { libraries: 'all' });
    using sandbox = new LuaContext();
    sandbox.executeScript('x = 1');
    const error = thrownBy(LuaSnapshotError, () => sandbox.restore(all.snapshot()));
    expect(error).toMatchObject({ code: 'ERR_LUA_SNAPSHOT', problem: 'foreign' });
    expect(sandbox.getGlobal('x')).toBe(1);
  });

  it('refuses a snapshot larger than the context may be', () => {
    using large = new LuaContext({}, { profile: 'unlimited' });
    large.executeScript('s = string.rep("x", 10000000)');
    using small = new LuaContext({}, { maxMemory: '5MB' });
    expect(thrownBy(LuaSnapshotError, () => small.restore(large.snapshot()))).toMatchObject({
      problem: 'memory',
    });
    expect(small.executeScript('return 1')).toBe(1);
  });

  it('refuses what is not a snapshot', () => {
    using lua = new LuaContext();
    expect(() => lua.restore({} as Snapshot)).toThrow('snapshot is an object, but must be a Snapshot');
  });
});

describe('a context in which a script is running', () => {
  it.each(['snapshot', 'fork', 'restore'] as const)('refuses %s', (method) => {
    let thrown: unknown;
    using lua = new LuaContext({
      act: () => {
        thrown = caughtFrom(() => (method === 'restore' ? lua.restore(saved) : lua[method]()));
      },
    });
    const saved = lua.snapshot();
    lua.executeScript('coroutine.wrap(function() act() end)()');
    expect(thrown).toBeInstanceOf(LuaStateError);
  });
});

describe('a snapshot takes what Lua has in use', () => {
  it('and not what it once used', () => {
    using lua = new LuaContext();
    const before = lua.snapshot().size;
    lua.executeScript(`
      local t = {}
      for i = 1, 200000 do t[i] = { i } end
      t = nil
      collectgarbage() collectgarbage()
    `);
    expect(lua.snapshot().size).toBeLessThan(3 * before);
  });
});

describe('laws', () => {
  const statement = fc.oneof(
    fc.tuple(fc.nat(5), fc.integer()).map(([k, v]) => `t[${k}] = ${v}`),
    fc.nat(5).map((k) => `t[${k}] = nil`),
    fc.tuple(fc.nat(5), fc.nat(200)).map(([k, n]) => `t[${k}] = string.rep('${k}', ${n})`),
    fc.nat(5).map((k) => `t[${k}] = { t[${k}], #t }`),
    fc.constant('t[0] = step()'),
    fc.constant('collectgarbage()'),
    fc.constant('t[1] = math.random(1000)'),
    fc.constant('t[2] = #string.rep("y", 100000)'),
  );
  const program = fc.array(statement, { maxLength: 30 }).map((lines) => lines.join('\n'));
  const start = `
    t = {}
    step = coroutine.wrap(function() local n = 0 while true do n = n + 1 coroutine.yield(n) end end)`;
  const show = `
    local function show(v)
      if type(v) ~= 'table' then return tostring(v) end
      local parts = {}
      for k, x in pairs(v) do parts[#parts + 1] = tostring(k) .. '=' .. show(x) end
      return '{' .. table.concat(parts, ',') .. '}'
    end
    return show(t)`;

  it('the same script after a restore has the same results, cost and memory', () => {
    fc.assert(
      fc.property(program, program, (first, second) => {
        using lua = new LuaContext();
        lua.executeScript(`${start}\n${first}`);
        const saved = lua.snapshot();
        const run = () => [
          lua.executeScript(`${second}\n${show}`),
          lua.usage.instructions,
          lua.getMemoryUsage(),
        ];
        const results = run();
        lua.restore(saved);
        expect(run()).toEqual(results);
      }),
      { numRuns: 60 },
    );
  });

  it('a fork goes on as its original would, and neither sees the other', () => {
    fc.assert(
      fc.property(program, program, program, (first, mine, theirs) => {
        using lua = new LuaContext({}, { seed: 1 });
        lua.executeScript(`${start}\n${first}`);
        using expected = lua.fork();
        using fork = lua.fork();
        lua.executeScript(mine);
        const there = fork.executeScript(`${theirs}\n${show}`);
        expect(expected.executeScript(`${theirs}\n${show}`)).toBe(there);
        const here = lua.executeScript(show);
        fork.executeScript(mine);
        expect(lua.executeScript(show)).toBe(here);
      }),
      { numRuns: 40 },
    );
  });

  it('bytes and back are the same state', () => {
    fc.assert(
      fc.property(program, program, (first, second) => {
        using lua = new LuaContext({}, { seed: 1 });
        lua.executeScript(`${start}\n${first}`);
        const bytes = lua.snapshot().toBytes();
        using copy = LuaContext.fromSnapshot(Snapshot.fromBytes(bytes), { seed: 1 });
        expect(copy.executeScript(`${second}\n${show}`)).toBe(lua.executeScript(`${second}\n${show}`));
      }),
      { numRuns: 40 },
    );
  });
});
