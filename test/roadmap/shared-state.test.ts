import { describe, expect, it } from 'vitest';
import { createSharedTable, LuaContext, LuaOptionError, type SharedUpdate } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';

describe('road map: shared state between contexts', () => {
  it('gives each context the initial value, under the name of its own', () => {
    const table = createSharedTable({ mode: 'dev', retries: 3 });
    using a = new LuaContext({}, { shared: { settings: table } });
    using b = new LuaContext({}, { shared: { config: table } });
    expect([a.executeScript('return settings.mode'), b.executeScript('return config.retries')]).toEqual([
      'dev',
      3,
    ]);
  });

  it('set changes it in all of them', () => {
    const table = createSharedTable({ n: 1 });
    const contexts = Array.from({ length: 10 }, () => new LuaContext({}, { shared: { s: table } }));
    expect(table.set('n', 2)).toEqual({ updated: 10, skipped: [] });
    expect(contexts.map((lua) => lua.executeScript('return s.n'))).toEqual(new Array(10).fill(2));
    expect(table.get('n')).toBe(2);
  });

  it('sync gives all of them what was changed inside', () => {
    const table = createSharedTable({ config: { debug: true } });
    using lua = new LuaContext({}, { shared: { settings: table } });
    table.get<{ debug: boolean }>('config').debug = false;
    expect(lua.executeScript('return settings.config.debug')).toBe(true);
    table.sync();
    expect(lua.executeScript('return settings.config.debug')).toBe(false);
  });

  it('a context that comes later has the present value', () => {
    const table = createSharedTable({ n: 1 });
    table.set('n', 2);
    using lua = new LuaContext({}, { shared: { s: table } });
    expect(lua.executeScript('return s.n')).toBe(2);
  });

  it('what a script changes is its own, until the next update', () => {
    const table = createSharedTable({ n: 1 });
    using a = new LuaContext({}, { shared: { s: table } });
    using b = new LuaContext({}, { shared: { s: table } });
    a.executeScript('s.n = 99');
    expect([a.executeScript('return s.n'), b.executeScript('return s.n'), table.get('n')]).toEqual([
      99, 1, 1,
    ]);
    table.sync();
    expect(a.executeScript('return s.n')).toBe(1);
  });

  it('other globals stay apart', () => {
    const table = createSharedTable({ n: 1 });
    using a = new LuaContext({}, { shared: { s: table } });
    using b = new LuaContext({}, { shared: { s: table } });
    a.executeScript('other = 1');
    table.set('n', 5);
    expect(b.executeScript('return other')).toBeNull();
    expect(a.executeScript('return other')).toBe(1);
  });

  it('a busy context is reported and skipped, the others are updated, and the next sync reaches it', () => {
    const table = createSharedTable({ n: 1 });
    let update: SharedUpdate | undefined;
    const act = () => {
      update = table.set('n', 2);
    };
    using busy = new LuaContext({ act }, { shared: { s: table } });
    using idle = new LuaContext({}, { shared: { s: table } });
    expect(busy.executeScript('act(); return s.n')).toBe(1);
    expect(update?.updated).toBe(1);
    expect(update?.skipped).toEqual([{ context: busy, reason: 'busy' }]);
    expect(idle.executeScript('return s.n')).toBe(2);
    expect(table.sync()).toEqual({ updated: 2, skipped: [] });
    expect(busy.executeScript('return s.n')).toBe(2);
  });

  it('a disposed context is reported once, and the others are updated', () => {
    const table = createSharedTable({ n: 1 });
    const gone = new LuaContext({}, { shared: { s: table } });
    using lua = new LuaContext({}, { shared: { s: table } });
    gone.dispose();
    expect(table.set('n', 2)).toEqual({ updated: 1, skipped: [{ context: gone, reason: 'disposed' }] });
    expect(table.sync()).toEqual({ updated: 1, skipped: [] });
    expect(lua.executeScript('return s.n')).toBe(2);
  });

  it('a script that refuses the update does not keep it from the others', () => {
    const table = createSharedTable({ n: 1 });
    using hostile = new LuaContext({}, { shared: { s: table } });
    using lua = new LuaContext({}, { shared: { s: table } });
    hostile.executeScript('s = nil; setmetatable(_G, { __newindex = function() error("no") end })');
    const { updated, skipped } = table.set('n', 2);
    expect(updated).toBe(1);
    expect(skipped).toMatchObject([{ reason: 'failed', error: { message: expect.stringContaining('no') } }]);
    expect(lua.executeScript('return s.n')).toBe(2);
  });

  it('a script that loops in a metamethod of its globals ends by the limits', () => {
    const table = createSharedTable({ n: 1 });
    using hostile = new LuaContext({}, { shared: { s: table }, maxInstructions: 100_000 });
    hostile.executeScript('s = nil; setmetatable(_G, { __newindex = function() while true do end end })');
    expect(table.sync().skipped).toMatchObject([{ reason: 'failed', error: { code: 'ERR_LUA_LIMIT' } }]);
  });

  it('what cannot be passed to Lua is reported', () => {
    const table = createSharedTable({ n: 1 });
    using lua = new LuaContext({}, { shared: { s: table } });
    expect(table.set('n', untyped(Symbol('x'))).skipped).toMatchObject([
      { reason: 'failed', error: { code: 'ERR_LUA_CONVERSION' } },
    ]);
    expect(lua.executeScript('return s.n')).toBe(1);
  });

  it('a reset starts with the present value', () => {
    const table = createSharedTable({ n: 1 });
    using lua = new LuaContext({}, { shared: { s: table } });
    lua.reset();
    table.set('n', 2);
    lua.executeScript('s.n = 77');
    lua.reset();
    expect(lua.executeScript('return s.n')).toBe(2);
    table.set('n', 3);
    expect(lua.executeScript('return s.n')).toBe(3);
  });

  it('a fork is updated too', () => {
    const table = createSharedTable({ n: 1 });
    using lua = new LuaContext({}, { shared: { s: table } });
    using fork = lua.fork();
    expect(table.set('n', 2).updated).toBe(2);
    expect(fork.executeScript('return s.n')).toBe(2);
  });

  it('functions of the host may be in it', () => {
    const table = createSharedTable({ double: (n: number) => 2 * n });
    using lua = new LuaContext({}, { shared: { s: table } });
    expect(lua.executeScript('return s.double(4)')).toBe(8);
  });

  it('a key such as __proto__ or a.b is a key like any other', () => {
    const table = createSharedTable();
    using lua = new LuaContext({}, { shared: { s: table } });
    table.set('__proto__', 5);
    table.set('a.b', 6);
    expect(lua.executeScript('return s.__proto__, s["a.b"]')).toEqual([5, 6]);
    expect([table.get('__proto__'), table.get('constructor')]).toEqual([5, null]);
  });

  it('refuses what is not a plain object, and options that are not shared tables', () => {
    expect(() => createSharedTable(untyped([1]))).toThrow(LuaOptionError);
    expect(() => new LuaContext({}, { shared: { s: untyped({ n: 1 }) } })).toThrow(
      'shared.s is an object, but must be a table that createSharedTable made',
    );
  });
});
