import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LuaContext, LuaSnapshotError, Snapshot, type SnapshotProblem } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { thrownBy } from '../support/thrown.ts';

const folder = new TemporaryFolder();

afterAll(() => folder.remove());

/** A snapshot by way of its bytes. */
function stored(lua: LuaContext): Snapshot {
  return Snapshot.fromBytes(lua.snapshot().toBytes());
}

function problem(action: () => unknown): SnapshotProblem {
  return thrownBy(LuaSnapshotError, action).problem;
}

describe('a stored snapshot', () => {
  it('lets a suspended coroutine finish in a fresh process', () => {
    using lua = new LuaContext({ report: () => {} });
    lua.executeScript(`
      sum = coroutine.create(function(start)
        local total <const> = { n = start }
        local closed <close> = setmetatable({}, { __close = function() report('closed at ' .. total.n) end })
        for i = 1, 3 do
          local ok, got = pcall(function() return coroutine.yield(total.n) end)
          total.n = total.n + got * i
        end
        return 'total ' .. total.n
      end)
      coroutine.resume(sum, 100)
      coroutine.resume(sum, 1)
    `);
    const file = folder.file('state.bin', lua.snapshot().toBytes());
    const child = join(import.meta.dirname, '../support/snapshot-child.ts');
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', child, file], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ result: [true, 'total 108'], reports: ['closed at 108'] });
  });

  it('finds functions by their names, at any depth of the globals', () => {
    const names: string[] = [];
    const globals = (tag: string) => ({
      log: () => names.push(`${tag} log`),
      api: { deep: { log: () => names.push(`${tag} deep`) } },
      list: [() => names.push(`${tag} list`)],
    });
    using lua = new LuaContext(globals('old'));
    lua.executeScript('f, g, h = log, api.deep.log, list[1]; log, api, list = nil');
    using copy = LuaContext.fromSnapshot(stored(lua), { globals: globals('new') });
    copy.executeScript('f() g() h()');
    expect(names).toEqual(['new log', 'new deep', 'new list']);
  });

  it('finds a function that was set as a global later', () => {
    using lua = new LuaContext();
    lua.setGlobal('late', () => 1);
    using copy = LuaContext.fromSnapshot(stored(lua), { globals: { late: () => 2 } });
    expect(copy.executeScript('return late()')).toBe(2);
  });

  it('finds userdata and classes in a context that has them', () => {
    class Player {
      hp = 5;
    }
    const setUp = (bonus: number) => {
      const lua = new LuaContext();
      lua.setUserdata('config', { bonus }, { readable: true, methods: { twice: (self) => 2 * self.bonus } });
      lua.registerClass('Player', {
        construct: () => new Player(),
        readable: true,
        methods: { heal: (self: Player) => (self.hp += bonus) },
        statics: { max: () => 100 * bonus },
        metamethods: { __len: (self: Player) => self.hp },
      });
      return lua;
    };
    using lua = setUp(1);
    lua.executeScript('make = Player.new; m = config.twice; max = Player.max');
    using copy = setUp(3);
    copy.executeScript('x = 1');
    copy.restore(stored(lua));
    expect(
      copy.executeScript('local p = make(); p:heal(); return p.hp, #p, config.bonus, m(config), max(), x'),
    ).toEqual([8, 8, 3, 6, 300, null]);
  });

  it('keeps errors of the host by name and message', () => {
    using lua = new LuaContext({
      fail: () => {
        throw new RangeError('too far');
      },
    });
    lua.executeScript('ok, err = pcall(fail)');
    using copy = LuaContext.fromSnapshot(stored(lua), { globals: { fail: () => {} } });
    expect(copy.executeScript('return err.name, err.message, tostring(err)')).toEqual([
      'RangeError',
      'too far',
      'RangeError: too far',
    ]);
    expect(() => copy.executeScript('error(err)')).toThrow('too far');
  });

  it('has the libraries and allowBytecode of its origin', () => {
    using lua = new LuaContext({}, { libraries: ['base', 'string'], allowBytecode: true });
    using copy = LuaContext.fromSnapshot(stored(lua));
    expect(copy.info().libraries).toEqual(['base', 'string']);
    expect(copy.executeScript('return math, load(string.dump(function() return 5 end))()')).toEqual([
      null,
      5,
    ]);
    copy.reset();
    expect(copy.executeScript('return math, load(string.dump(function() return 5 end))()')).toEqual([
      null,
      5,
    ]);
  });

  it('goes on with limits of its own', () => {
    using lua = new LuaContext({}, { profile: 'unlimited' });
    using copy = LuaContext.fromSnapshot(stored(lua), { maxInstructions: 5000 });
    expect(() => copy.executeScript('while true do end')).toThrow('instruction limit exceeded');
  });

  it('is the same bytes for the same state', () => {
    using lua = new LuaContext({ f: () => 1 });
    lua.executeScript('t = { f }');
    const bytes = lua.snapshot().toBytes();
    expect(lua.snapshot().toBytes()).toEqual(bytes);
    expect(Snapshot.fromBytes(bytes).toBytes()).toEqual(bytes);
  });

  it('may lie anywhere in a buffer', () => {
    using lua = new LuaContext();
    const bytes = lua.snapshot().toBytes();
    const buffer = new Uint8Array(bytes.length + 3);
    buffer.set(bytes, 3);
    using copy = LuaContext.fromSnapshot(Snapshot.fromBytes(buffer.subarray(3)));
    buffer.fill(0);
    expect(copy.executeScript('return 1')).toBe(1);
  });
});

describe('what is refused', () => {
  it('is a snapshot whose functions are missing, each named', () => {
    using lua = new LuaContext({ log: () => {}, api: { save: () => {} } });
    const saved = stored(lua);
    const error = thrownBy(LuaSnapshotError, () =>
      LuaContext.fromSnapshot(saved, { globals: { log: () => {} } }),
    );
    expect(error.problem).toBe('missing');
    expect(error.message).toBe("the snapshot needs what this context was not given: 'api.save'");
  });

  it('is a snapshot whose classes or userdata are missing', () => {
    using lua = new LuaContext();
    lua.setUserdata('config', {});
    lua.registerClass('Player', { construct: () => ({}) });
    const error = thrownBy(LuaSnapshotError, () => LuaContext.fromSnapshot(stored(lua)));
    expect(error.message).toContain("'class Player.new'");
    expect(error.message).toContain("'userdata config'");
  });

  it('to be stored is a function without a name', () => {
    using lua = new LuaContext();
    lua.executeScript<(f: unknown) => void>('return function(f) hidden = f end')(function secret() {});
    const error = thrownBy(LuaSnapshotError, () => lua.snapshot().toBytes());
    expect(error.problem).toBe('unnamed');
    expect(error.message).toContain("Lua holds the host's function 'secret', which has no name");
  });

  it('to be stored is an object of a class, while Lua holds one', () => {
    using lua = new LuaContext();
    lua.registerClass('Player', { construct: () => ({}) });
    lua.executeScript('p = Player.new()');
    expect(() => lua.snapshot().toBytes()).toThrow("Lua holds an object of class 'Player'");
    lua.executeScript('p = nil; collectgarbage()');
    expect(lua.snapshot().toBytes().length).toBeGreaterThan(0);
  });

  it('is one with other libraries than those asked for', () => {
    using lua = new LuaContext();
    expect(problem(() => LuaContext.fromSnapshot(stored(lua), { libraries: 'all' }))).toBe('foreign');
    expect(problem(() => LuaContext.fromSnapshot(stored(lua), { allowBytecode: true }))).toBe('foreign');
  });

  it('is one of another version of the format', () => {
    using lua = new LuaContext();
    const bytes = lua.snapshot().toBytes();
    bytes[8] = 2;
    expect(() => Snapshot.fromBytes(bytes)).toThrow(
      'the snapshot has version 2 of the format, but this is version 1',
    );
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['nothing', () => new Uint8Array()],
    ['something else', () => new TextEncoder().encode('{"not": "a snapshot", "but": "text of some length"}')],
    ['one byte less', (bytes) => bytes.subarray(0, -1)],
    ['one byte more', (bytes) => Uint8Array.of(...bytes, 0)],
    ['the beginning alone', (bytes) => bytes.subarray(0, 16)],
    ['a flipped bit', (bytes) => bytes.map((byte, i) => (i === 50_000 ? byte ^ 1 : byte))],
  ])('is %s', (_, damage) => {
    using lua = new LuaContext();
    const bytes = damage(lua.snapshot().toBytes());
    expect(problem(() => Snapshot.fromBytes(bytes))).toBe('damaged');
  });
});
