import { describe, expect, test } from 'vitest';
import { all } from './support.ts';

describe('set_userdata', () => {
  test('gives scripts a reference, which comes back as the object', () => {
    const connection = { host: 'localhost' };
    const lua = all();
    lua.set_userdata('db', connection);
    let seen: unknown;
    lua.set_global('use', ((value: unknown) => {
      seen = value;
    }) as never);
    lua.execute_script('use(db)');
    expect(seen).toBe(connection);
    expect(lua.get_global('db')).toBe(connection);
    expect(lua.execute_script('return type(db)')).toBe('userdata');
  });

  test('lets scripts read and write what it says', () => {
    const lua = all();
    const player = { name: 'Alice', health: 100 };
    lua.set_userdata('player', player, { readable: true });
    expect(lua.execute_script('return player.name, player.missing')).toEqual(['Alice', null]);
    expect(() => lua.execute_script('player.name = "Bob"')).toThrow(
      "Error writing property 'name': userdata is not writable",
    );
    lua.set_userdata('player', player, { readable: true, writable: true });
    lua.execute_script('player.health = player.health - 1');
    expect(player.health).toBe(99);
  });

  test('methods get the object first and win over properties; an array is one table', () => {
    const lua = all();
    const player = { x: 0, y: 0, info: 'property' };
    lua.set_userdata('player', player, {
      readable: true,
      methods: {
        move: (self, dx, dy) => {
          self.x += Number(dx);
          self.y += Number(dy);
        },
        get_pos: (self) => [self.x, self.y],
        info: () => 'method',
      },
    });
    const script =
      'player:move(10, 20) local pos = player:get_pos() return pos[1], pos[2], player:info(), player.x';
    expect(lua.execute_script(script)).toEqual([10, 20, 'method', 10]);
    lua.set_userdata('hidden', { secret: 42 }, { methods: { get: (self) => self.secret } });
    expect(lua.execute_script('return hidden:get(), hidden.secret')).toEqual([42, null]);
  });

  test("hands Lua's own userdata through", () => {
    const lua = all({ same: ((value: unknown) => value) as never });
    expect(
      lua.execute_script(
        "local f <close> = assert(io.tmpfile()) local g = same(f) g:write('hello') g:seek('set') return g:read('a')",
      ),
    ).toBe('hello');
  });

  test('refuses what is not an object or a name', () => {
    expect(() => all().set_userdata('x', 7 as never)).toThrow(TypeError);
    expect(() => all().set_userdata(7 as never, {})).toThrow(TypeError);
  });
});

describe('register_class', () => {
  class Vec {
    constructor(
      public x: number,
      public y: number,
    ) {}
  }

  function withVec() {
    const lua = all();
    lua.register_class('Vec', {
      construct: (x, y) => new Vec(Number(x), Number(y)),
      readable: true,
      writable: true,
      methods: {
        length: (self) => Math.hypot(self.x, self.y),
        scale: (self, k) => {
          self.x *= Number(k);
          self.y *= Number(k);
          return self;
        },
      },
      metamethods: {
        __add: ((a: Vec, b: Vec) => new Vec(a.x + b.x, a.y + b.y)) as never,
        __eq: ((a: Vec, b: Vec) => a.x === b.x) as never,
        __tostring: ((self: Vec) => `(${self.x}, ${self.y})`) as never,
      },
    });
    return lua;
  }

  test('makes instances with methods, properties and operators', () => {
    const lua = withVec();
    expect(
      lua.execute_script('local v = Vec.new(3, 4) v.x = 6 return v:length() > 7, v.x, tostring(v:scale(2))'),
    ).toEqual([true, 6, '(12, 8)']);
    expect(lua.execute_script('return Vec.new(1, 1) == Vec.new(1, 1)')).toBe(true);
    expect(lua.execute_script('return Vec.new(1, 2)')).toEqual(new Vec(1, 2));
  });

  test('knows as instances only what new has made', () => {
    const lua = withVec();
    lua.set_global('same', ((value: unknown) => value) as never);
    expect(
      lua.execute_script('local v = Vec.new(3, 4) return same(v):length(), type(v + v), (v + v).x'),
    ).toEqual([5, 'table', 6]);
  });

  test('inherits methods, metamethods and accessors', () => {
    const lua = all();
    lua.register_class('Animal', {
      construct: (name) => ({ name }),
      readable: true,
      methods: { speak: (self) => `${self.name} makes a sound`, describe: (self) => `a ${self.name}` },
      metamethods: { __tostring: ((self: { name: string }) => `Animal(${self.name})`) as never },
      properties: { loud: { get: (self) => self.name.toUpperCase() } },
    });
    lua.register_class('Dog', {
      extends: 'Animal',
      construct: (name) => ({ name }),
      methods: { speak: (self) => `${self.name} barks` },
    });
    const script = "local d = Dog.new('rex') return d:speak(), d:describe(), tostring(d), d.loud, d.name";
    expect(lua.execute_script(script)).toEqual(['rex barks', 'a rex', 'Animal(rex)', 'REX', null]);
  });

  test('has statics and properties', () => {
    const lua = all();
    const made = { count: 0 };
    lua.register_class('Player', {
      construct: (name) => {
        made.count++;
        return { _name: name, _hp: 1 };
      },
      statics: { count: () => made.count, VERSION: '1.2.0' },
      properties: {
        health: {
          get: (self) => self._hp,
          set: (self, value) => {
            if (Number(value) < 0) throw new Error('hp must be >= 0');
            self._hp = value;
          },
        },
        name: { get: (self) => self._name },
        secret: { set: () => {} },
      },
    });
    expect(
      lua.execute_script(
        "p = Player.new('Ada') p.health = 10 return Player.count(), Player.VERSION, p.health, p.name",
      ),
    ).toEqual([1, '1.2.0', 10, 'Ada']);
    expect(() => lua.execute_script("p.name = 'x'")).toThrow(
      "property 'name' of class 'Player' is read-only",
    );
    expect(() => lua.execute_script('return p.secret')).toThrow(
      "property 'secret' of class 'Player' is write-only",
    );
    expect(() => lua.execute_script('p.health = -1')).toThrow('hp must be >= 0');
  });

  test('refuses definitions that are none', () => {
    const lua = all();
    expect(() => lua.register_class(7 as never, { construct: () => ({}) })).toThrow(TypeError);
    expect(() => lua.register_class('A', null as never)).toThrow(TypeError);
    expect(() => lua.register_class('A', {} as never)).toThrow(TypeError);
    expect(() => lua.register_class('A', { construct: () => ({}), extends: 7 as never })).toThrow(TypeError);
    expect(() => lua.register_class('A', { construct: () => ({}), extends: 'None' })).toThrow(
      "'None' is not registered",
    );
    expect(() => lua.register_class('A', { construct: () => ({}), statics: { new: 1 } })).toThrow();
    lua.register_class('B', { construct: () => 7 as never });
    expect(() => lua.execute_script('B.new()')).toThrow("Class 'B' constructor must return an object");
  });
});

test('an opaque userdata cannot be indexed', () => {
  const lua = all();
  lua.set_userdata('u', { a: 1 });
  const refusal = "attempt to index a lua_native_userdata value (userdata 'u')";
  expect(() => lua.execute_script('return u.a')).toThrow(refusal);
  expect(lua.execute_script('return pcall(function() u.a = 1 end)')).toEqual([false, refusal]);
});
