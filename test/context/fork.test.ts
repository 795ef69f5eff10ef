import { describe, expect, it } from 'vitest';
import { LuaContext, LuaLimitError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

describe('fork', () => {
  it('is a copy that neither side sees the other through', () => {
    using lua = new LuaContext();
    lua.executeScript('t = { n = 1 }');
    using fork = lua.fork();
    fork.executeScript('t.n = 2; extra = true');
    lua.executeScript('t.n = t.n + 10');
    expect([lua.executeScript('return t.n, extra'), fork.executeScript('return t.n, extra')]).toEqual([
      [11, null],
      [2, true],
    ]);
  });

  it('leaves what JavaScript holds of the original as it was', () => {
    using lua = new LuaContext();
    const table = lua.createTable({ a: 1 });
    const fn = lua.executeScript<() => number>('n = 0; return function() n = n + 1; return n end');
    using fork = lua.fork();
    fork.executeScript('n = 50');
    expect([table.get('a'), fn(), fn()]).toEqual([1, 1, 2]);
    expect(fork.getGlobal('n')).toBe(50);
  });

  it('has the very functions of the host, named or not', () => {
    const calls: string[] = [];
    using lua = new LuaContext({ log: (text: string) => calls.push(text) });
    lua.setGlobal('keep', (text: string) => calls.push(`kept ${text}`));
    lua.executeScript<(f: unknown) => void>('return function(f) hidden = f end')((text: string) =>
      calls.push(`hidden ${text}`),
    );
    using fork = lua.fork();
    fork.executeScript('log("a"); keep("b"); hidden("c")');
    expect(calls).toEqual(['a', 'kept b', 'hidden c']);
  });

  it('has the limits and other options of the original', () => {
    const warnings: unknown[] = [];
    const printed: string[] = [];
    using lua = new LuaContext(
      {},
      {
        maxInstructions: 5000,
        warningThreshold: 0.5,
        onWarning: (warning) => warnings.push(warning),
        print: (...texts) => printed.push(...texts),
        tableAs: 'map',
      },
    );
    using fork = lua.fork();
    expect(thrownBy(LuaLimitError, () => fork.executeScript('while true do end')).limit).toBe(5000);
    fork.executeScript('print("hello")');
    expect(warnings).toHaveLength(1);
    expect(printed).toEqual(['hello']);
    expect(fork.executeScript('return { 1 }')).toEqual(new Map([[1, 1]]));
  });

  it('has random numbers of its own', () => {
    using lua = new LuaContext();
    lua.executeScript('math.random()');
    const numbers = Array.from({ length: 20 }, () => lua.fork().executeScript('return math.random(0)'));
    expect(new Set([...numbers, lua.executeScript('return math.random(0)')]).size).toBe(21);
  });

  it('goes on with the random numbers of the original where the option seed is given', () => {
    using lua = new LuaContext({}, { seed: 7 });
    lua.executeScript('math.random()');
    using fork = lua.fork();
    expect(fork.executeScript('return math.random(0)')).toBe(lua.executeScript('return math.random(0)'));
  });

  it('makes instances of classes of its own', () => {
    class Player {
      hp = 10;
    }
    using lua = new LuaContext();
    lua.registerClass('Player', {
      construct: () => new Player(),
      readable: true,
      methods: { hit: (self: Player) => --self.hp },
      metamethods: { __eq: () => true },
    });
    lua.executeScript('p = Player.new()');
    using fork = lua.fork();
    expect(fork.executeScript('local q = Player.new(); q:hit(); return q.hp, p.hp, p == q')).toEqual([
      9,
      10,
      true,
    ]);
    expect(fork.executeScript('return p:hit()')).toBe(9);
    expect(lua.executeScript('return p.hp')).toBe(9); // the object itself is the host's, and one
  });

  it('does not widen what another context may do with an object', () => {
    const secret = { key: 1 };
    using lua = new LuaContext();
    lua.setUserdata('thing', secret);
    using fork = lua.fork();
    fork.setUserdata('thing', secret, { readable: true });
    expect([lua.executeScript('return thing.key'), fork.executeScript('return thing.key')]).toEqual([
      null,
      1,
    ]);
  });

  it('keeps converters', () => {
    class Point {
      x = 1;
    }
    using lua = new LuaContext();
    lua.registerTypeConverter(
      (value) => value instanceof Point,
      (value: Point) => ({ x: value.x }),
    );
    using fork = lua.fork();
    fork.setGlobal('p', new Point() as never);
    expect(fork.executeScript('return p.x')).toBe(1);
  });

  it('resets to the set-up of the original', () => {
    using lua = new LuaContext({ f: () => 1 });
    lua.setUserdata('u', { a: 2 }, { readable: true });
    lua.executeScript('x = 1');
    using fork = lua.fork();
    fork.setUserdata('v', { a: 3 }, { readable: true });
    fork.reset();
    expect(fork.executeScript('return f(), u.a, v.a, x')).toEqual([1, 2, 3, null]);
    lua.reset();
    expect(lua.executeScript('return f(), u.a, v, x')).toEqual([1, 2, null, null]);
  });

  it('outlives its original', () => {
    const lua = new LuaContext({ f: () => 5 });
    lua.executeScript('co = coroutine.wrap(function() coroutine.yield(1) return f() end); co()');
    using fork = lua.fork();
    lua.dispose();
    expect(fork.executeScript('return co()')).toBe(5);
  });

  it('of a fork of a fork works too', () => {
    let lua = new LuaContext();
    lua.executeScript('n = 0');
    for (let i = 0; i < 20; i++) {
      lua = lua.fork();
      lua.executeScript('n = n + 1');
    }
    expect(lua.getGlobal('n')).toBe(20);
  });
});
