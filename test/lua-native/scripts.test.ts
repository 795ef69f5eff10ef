import { describe, expect, test } from 'vitest';
import type { LuaContext } from '../../src/lua-native/index.ts';
import { all, errorOf, luaNative } from './support.ts';

/** What scripts see of the host, and the host of scripts, where lua-native has ways of its own. */

// biome-ignore lint/suspicious/noExplicitAny: what is thrown may be anything
const throwing = (thrown: any) =>
  all({
    fail: () => {
      throw thrown;
    },
  });

describe('tables', () => {
  test('without any key are arrays', () => {
    expect(all().execute_script('return {}, { {} }, { a = {} }')).toEqual([[], [[]], { a: [] }]);
  });

  test('with nil among their values are none', () => {
    expect(all().execute_script('return { 1, 2, nil, 4 }')).toEqual({ 1: 1, 2: 2, 4: 4 });
    expect(all().execute_script('return { nil }')).toEqual([]);
  });

  test('have bytes as the keys of a Map, and no keys that are references', () => {
    const lua = all({}, { tableAs: 'map', binaryStrings: true });
    expect(lua.execute_script('return { ["\\xff"] = 1, [print] = 2, [{}] = 3 }')).toEqual(
      new Map([[new Uint8Array([255]), 1]]),
    );
  });

  test('are refused in strict conversion for keys of other types, by what they are', () => {
    const lua = all({}, { strictConversion: true });
    expect(() => lua.execute_script('return { [print] = 1 }')).toThrow(
      "strict conversion: a Lua table key of type 'function' would be dropped",
    );
    expect(() => lua.execute_script('return { ["\\xff"] = 1 }')).toThrow('bytes that are not valid UTF-8');
  });
});

describe('errors', () => {
  test.each([
    ['nil', 'nil'],
    ['{ code = 1 }', 'table'],
    ['true', 'boolean'],
    ['print', 'function'],
    ['setmetatable({}, { __name = "My" })', 'table'],
  ])('whose value is %s are told by its type', (value, type) => {
    expect(() => all().execute_script(`error(${value})`)).toThrow(`(error object is a ${type} value)`);
  });

  test('with a text of their own have that', () => {
    const script = 'error(setmetatable({}, { __tostring = function() return "told" end }))';
    expect(() => all().execute_script(script)).toThrow(/^told/);
    expect(() => all().execute_script('error(42)')).toThrow(/^42/);
  });

  test.each([[{ code: 5 }], [[1]], [new RangeError('no')]])(
    'that a host function throws arrive as they are: %s',
    (thrown) => {
      try {
        throwing(thrown).execute_script('fail()');
        expect.unreachable();
      } catch (error) {
        expect(error).toBe(thrown);
      }
    },
  );

  test.each([
    ['boom', 'boom'],
    [42, '42'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('s'), 'JavaScript callback threw a value that could not be converted to a string'],
  ])('that are no objects say whence they come: %s', (thrown, text) => {
    expect(() => throwing(thrown).execute_script('fail()')).toThrow(
      `Host function 'fail' threw an exception: ${text}`,
    );
    expect(throwing(thrown).execute_script('return select(2, pcall(fail))')).toBe(
      `Host function 'fail' threw an exception: ${text}`,
    );
  });

  test('of methods name the method', () => {
    const lua = all();
    const fail = () => {
      throw 'no'; // as hosts may
    };
    lua.set_userdata('u', {}, { methods: { fail } });
    expect(() => lua.execute_script('u:fail()')).toThrow(/^Method '.*fail' threw an exception: no/);
  });
});

describe('userdata', () => {
  test('without access cannot be indexed at all', () => {
    const lua = all();
    lua.set_userdata('u', { secret: 1 });
    expect(() => lua.execute_script('return u.secret')).toThrow(
      'attempt to index a lua_native_userdata value',
    );
    expect(() => lua.execute_script('u.secret = 2')).toThrow('attempt to index a lua_native_userdata value');
    lua.set_userdata('m', { secret: 1 }, { methods: { f: () => 1 } });
    expect(lua.execute_script('return m.secret, m:f()')).toEqual([null, 1]);
  });

  test('says which property could not be read or written', () => {
    const lua = all();
    lua.register_class('P', {
      construct: () => ({}),
      properties: {
        fixed: { get: () => 1 },
        secret: { set: () => {} },
        failing: {
          get: () => {
            throw new Error('no');
          },
        },
      },
    });
    lua.execute_script('p = P.new()');
    const said = (script: string) => errorOf(() => lua.execute_script(script)).message.split('\n')[0];
    expect(said('p.fixed = 1')).toBe(
      "Error writing property 'fixed': property 'fixed' of class 'P' is read-only",
    );
    expect(said('return p.secret')).toBe(
      "Error reading property 'secret': property 'secret' of class 'P' is write-only",
    );
    expect(said('return p.failing')).toBe("Error reading property 'failing': no");
    expect(said('p.other = 1')).toBe("Error writing property 'other': userdata is not writable");
  });
});

describe('coroutines', () => {
  test('of another context are refused', async () => {
    const coroutine = all().create_coroutine('return function() end');
    const lua = all();
    const message = 'coroutine belongs to a different Lua context';
    expect(() => lua.resume(coroutine)).toThrow(message);
    expect(() => lua.close(coroutine)).toThrow(message);
    await expect(lua.resume_async(coroutine)).rejects.toThrow(message);
  });

  test('say how they ended when they are resumed again', () => {
    const lua = all();
    const [done, failed] = ['return function() end', 'return function() error("x") end'].map((body) =>
      lua.create_coroutine(body),
    );
    for (const [coroutine, error] of [
      [done, 'Coroutine has finished'],
      [failed, 'Coroutine is dead'],
    ] as const) {
      lua.resume(coroutine as never);
      expect(lua.resume(coroutine as never)).toEqual({ status: 'dead', values: [], error });
    }
  });

  test('throw what is wrong with the values for them, and go on', () => {
    const lua = all();
    const coroutine = lua.create_coroutine('return function(x) return x end');
    expect(() => lua.resume(coroutine, Symbol('s') as never)).toThrow('Cannot convert a JavaScript Symbol');
    expect(lua.resume(coroutine, 1)).toEqual({ status: 'dead', values: [1] });
  });

  test('have iterators that can be iterated and closed', () => {
    const lua = all();
    const coroutine = lua.create_coroutine('return function() coroutine.yield(1) coroutine.yield(2) end');
    const iterator = coroutine[Symbol.iterator]();
    expect([...(iterator as Iterable<unknown> & typeof iterator)]).toEqual([1, 2]);
    expect(iterator.return?.(7)).toEqual({ done: true, value: 7 });
    lua.release(coroutine);
    expect(() => [...coroutine]).toThrow('coroutine has been released');
  });

  test('run functions of the host that scripts have', () => {
    const lua = all({ seven: () => 7 });
    expect(lua.resume(lua.create_coroutine('return seven'))).toEqual({ status: 'dead', values: [7] });
    expect(lua.resume(lua.create_coroutine(lua.get_global('seven') as never)).values).toEqual([7]);
  });

  test('are what execute_async does not run: a script that yields is refused', async () => {
    const refusal = 'coroutine.yield is not supported at the top level of execute_async or call_async';
    await expect(all().execute_async('coroutine.yield(1)')).rejects.toThrow(refusal);
    await expect(all().execute_script_async('coroutine.yield(1)')).rejects.toThrow(
      'attempt to yield from outside a coroutine',
    );
  });
});

describe('modules', () => {
  test('are found by searchers last, and caught when they are no source', () => {
    const lua = all();
    lua.execute_script(
      'package.path = "" package.cpath = "" package.preload.m = function() return "preload" end',
    );
    lua.add_searcher((name) => ({ m: 'return "host"', bad: 'x =', odd: 5 })[name] as string);
    expect(lua.execute_script('return require("m"), #package.searchers')).toEqual(['preload', 5]);
    expect(() => lua.execute_script('require("none")')).toThrow("no JS module 'none'");
    expect(() => lua.execute_script('require("bad")')).toThrow(
      "error loading JS module 'bad': bad:1: unexpected symbol",
    );
    expect(() => lua.execute_script('require("odd")')).toThrow(
      "JS searcher for 'odd' must return a Lua source string or nil",
    );
    lua.reset();
    lua.execute_script('package.path = "" package.cpath = ""');
    expect(lua.execute_script('return (require("m"))')).toBe('host');
  });

  test('are named when a searcher fails', () => {
    const lua = all();
    lua.add_searcher(() => {
      throw new Error('broken');
    });
    expect(() => lua.execute_script('require("m")')).toThrow("searcher for 'm' failed: broken");
  });

  test('are not looked for in files that are denied', () => {
    const lua = all({}, { filesystem: 'deny' });
    expect(() => lua.execute_script('require("none")')).toThrow(
      'no Lua file searcher (filesystem access denied)',
    );
  });
});

describe('handlers', () => {
  test('for reading may return anything that has a text', () => {
    const lua = all();
    lua.set_read_handler((() => 5) as never);
    expect(lua.execute_script('return io.read(), io.read("n")')).toEqual(['5', 5]);
    expect(lua.set_read_handler(null)).toBe(true);
  });

  test('for files that fail are a file that cannot be opened', () => {
    const lua = all();
    lua.set_file_reader(() => {
      throw new Error('broken');
    });
    expect(lua.execute_script('return loadfile("a")')).toEqual([null, "file reader failed for 'a': broken"]);
    expect(() => lua.execute_script('dofile("a")')).toThrow("file reader failed for 'a': broken");
    expect(() => lua.execute_script('dofile()')).toThrow('a filename is required');
  });
});

describe('converters', () => {
  test('that match everything leave alone what is to be a table', () => {
    const lua = all();
    lua.execute_script('t = {}');
    lua.register_type_converter(
      () => true,
      () => 'converted',
    );
    lua.set_userdata('u', { a: 1 }, { readable: true });
    lua.register_class('A', { construct: () => ({ x: 2 }), readable: true, statics: { S: {} } });
    lua.set_metatable('t', { __index: () => 3 });
    lua.register_module('m', { f: () => 4 });
    lua.create_environment().release();
    expect(lua.execute_script('return u.a, A.new().x, t.x, require("m").f(), A.S')).toEqual([
      1,
      2,
      3,
      4,
      'converted',
    ]);
  });
});

describe('limits', () => {
  test('are told as lua-native does; the figures are in the cause', () => {
    const lua = all({}, { maxMemory: 1_000_000, maxInstructions: 100_000 });
    const memory = errorOf(() => lua.execute_script('return string.rep("x", 2000000)'));
    expect(memory.message).toBe('not enough memory');
    expect(memory.cause).toMatchObject({ limit: 1_000_000 });
    const ended = errorOf(() => lua.execute_script('while true do end'));
    expect(ended.message.split('\n')[0]).toBe('instruction limit exceeded');
    const coroutine = lua.create_coroutine('return function() while true do end end');
    expect(lua.resume(coroutine).error).toBe('instruction limit exceeded');
  });
});

describe('a context', () => {
  test('cannot be reset from the getters and converters that a call runs', () => {
    const errors: unknown[] = [];
    const lua: LuaContext = all();
    const attempt = () => void errors.push(errorOf(() => lua.reset()).message);
    lua.set_global('x', {
      get a() {
        attempt();
        return 1;
      },
    });
    lua.register_class('A', {
      get construct() {
        attempt();
        return () => ({});
      },
    });
    expect(errors.length).toBeGreaterThan(1);
    for (const error of errors) expect(error).toMatch(/^reset\(\) cannot be called from inside another/);
  });

  test('takes callbacks that an object inherits', () => {
    expect(new luaNative.init(Object.create({ inherited: 1 })).execute_script('return inherited')).toBe(1);
  });

  test('whose shared table fails tells of how many', () => {
    const shared = luaNative.createSharedTable({});
    all({}, { shared: { s: shared } });
    expect(() => shared.set('x', Symbol('s') as never)).toThrow(
      'shared table update failed for 1 of 1 contexts (s: Cannot convert a JavaScript Symbol to a Lua value)',
    );
  });
});
