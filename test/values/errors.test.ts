import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, type LuaFunction, LuaLimitError } from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

class OwnError extends Error {
  readonly detail = { deep: true };
}

function failing(thrown: unknown): LuaContext {
  return new LuaContext({
    fail: () => {
      throw thrown;
    },
    through: (fn: () => unknown) => fn(),
  });
}

const ways: readonly [string, string][] = [
  ['directly', 'fail()'],
  ['through Lua functions', 'local function f() fail() end f()'],
  ['caught by pcall and raised again', 'local ok, e = pcall(fail) error(e)'],
  ['caught by xpcall and raised again', 'local ok, e = xpcall(fail, function(e) return e end) error(e, 0)'],
  ['through a coroutine', 'local ok, e = coroutine.resume(coroutine.create(fail)) error(e)'],
  ['through coroutine.wrap', 'coroutine.wrap(fail)()'],
  ['through another host function', 'through(fail)'],
  ['through a Lua function called by the host', 'through(function() fail() end)'],
  ['kept in a table', 'local _, e = pcall(fail) local t = { e } error(t[1])'],
  ['through a metamethod', 'return setmetatable({}, { __add = fail }) + 1'],
  ['through table.sort', 'table.sort({ 1, 2, 3 }, fail)'],
  ['through string.gsub', '("x"):gsub("x", fail)'],
  ['through a <close> variable', 'local x <close> = setmetatable({}, { __close = function() end }) fail()'],
];

describe.each(ways)('an Error of the host, %s', (_, script) => {
  test('is the same object', () => {
    const error = new OwnError('mine');
    expect(thrownBy(OwnError, () => failing(error).executeScript(script))).toBe(error);
  });

  test('has the Lua stack', () => {
    const error = new OwnError('mine');
    caughtFrom(() => failing(error).executeScript(script));
    expect((error as { luaTraceback?: string }).luaTraceback).toMatch(/^stack traceback:\n/);
  });
});

describe.each(ways)('what is no Error, %s', (_, script) => {
  test('an object is in value and cause', () => {
    const thrown = { reason: 'because' };
    const error = thrownBy(LuaError, () => failing(thrown).executeScript(script));
    expect([error.value, error.cause]).toEqual([thrown, thrown]);
  });
});

describe('what scripts see of a caught Error', () => {
  const script = (expression: string) => `local _, e = pcall(fail) return ${expression}`;

  test.each([
    ['e.name', 'TypeError'],
    ['e.message', 'mine'],
    ['tostring(e)', 'TypeError: mine'],
    ['type(e)', 'table'],
    ['getmetatable(e)', false],
  ])('%s', (expression, value) => {
    expect(failing(new TypeError('mine')).executeScript(script(expression))).toBe(value);
  });

  test('returned as a value it is the Error', () => {
    const error = new OwnError('mine');
    expect(failing(error).executeScript(script('e'))).toBe(error);
  });

  test('given to a host function it is the Error', () => {
    const error = new OwnError('mine');
    const lua = failing(error);
    lua.setGlobal('same', (value: unknown) => value === error);
    expect(lua.executeScript(script('same(e)'))).toBe(true);
  });
});

describe('an Error as an ordinary value', () => {
  test('comes back as the same object', () => {
    const error = new OwnError('value');
    expect(new LuaContext().executeScript('return ...', { args: [error] })).toBe(error);
  });

  test('within a table', () => {
    const error = new OwnError('value');
    expect(new LuaContext().executeScript<[unknown]>('return ...', { args: [[error]] })[0]).toBe(error);
  });

  test('raised by a script it is thrown', () => {
    const error = new OwnError('value');
    expect(thrownBy(OwnError, () => new LuaContext().executeScript('error(...)', { args: [error] }))).toBe(
      error,
    );
  });
});

describe('the error values of scripts', () => {
  test.each<[string, string, string, unknown]>([
    ['a string', '"text", 0', 'text', 'text'],
    ['a number', '42', '42', 42],
    ['a boolean', 'false', 'false', false],
    ['a table', '{ code = 7 }', 'table: ', { code: 7 }],
    ['a sequence', '{ 1, 2 }', 'table: ', [1, 2]],
    ['one with __tostring', 'setmetatable({}, { __tostring = function() return "shown" end })', 'shown', {}],
    ['one with __name', 'setmetatable({}, { __name = "Kind" })', 'Kind: ', {}],
  ])('%s', (_, value, message, converted) => {
    const error = thrownBy(LuaError, () => new LuaContext().executeScript(`error(${value})`));
    expect([error.message.startsWith(message), error.value]).toEqual([true, expect.anything() && converted]);
  });

  test('nil', () => {
    const error = thrownBy(LuaError, () => new LuaContext().executeScript('error(nil)'));
    expect(error.message).toBe('<no error object>');
  });

  test('a table with a metatable is a live table', () => {
    const script = 'error(setmetatable({}, { __index = function(_, key) return key:upper() end }))';
    const error = thrownBy(LuaError, () => new LuaContext().executeScript(script));
    expect((error.value as { name?: unknown }).name).toBe('NAME');
  });

  test('a function', () => {
    const error = thrownBy(LuaError, () => new LuaContext().executeScript('error(function() return 5 end)'));
    expect((error.value as LuaFunction)()).toBe(5);
  });

  test('a coroutine', () => {
    const error = thrownBy(LuaError, () => new LuaContext().executeScript('error(coroutine.create(print))'));
    expect((error.value as { status: unknown }).status).toBe('suspended');
  });

  test('a userdata of the host', () => {
    const object = { a: 1 };
    const lua = new LuaContext();
    lua.setUserdata('u', object);
    expect(thrownBy(LuaError, () => lua.executeScript('error(u)')).value).toBe(object);
  });

  test('a table that contains itself', () => {
    const error = thrownBy(LuaError, () => new LuaContext().executeScript('local t = {} t.t = t error(t)'));
    expect([error.message.startsWith('table: '), error.value ?? null]).toEqual([true, null]);
  });

  test('tables nested too deep', () => {
    const script = 'local t = {} for i = 1, 1000 do t = { t } end error(t)';
    expect(thrownBy(LuaError, () => new LuaContext().executeScript(script)).message).toMatch(/^table: /);
  });

  test.each([
    ['raises an error', 'error("again")'],
    ['returns no string', 'return 1'],
    ['raises itself', 'error(...)'],
  ])('__tostring that %s', (_, body) => {
    const script = `error(setmetatable({}, { __tostring = function(...) ${body} end }))`;
    expect(thrownBy(LuaError, () => new LuaContext().executeScript(script)).message).toMatch(/\S/);
  });

  test('__tostring that never ends', () => {
    const script = 'error(setmetatable({}, { __tostring = function() while true do end end }))';
    const lua = new LuaContext({}, { maxInstructions: 100_000 });
    expect(caughtFrom(() => lua.executeScript(script))).toBeInstanceOf(Error);
  });

  test('one that strict conversion refuses is a LuaError all the same', () => {
    const lua = new LuaContext({}, { strictConversion: true });
    thrownBy(LuaError, () => lua.executeScript('error({ [true] = 1 })'));
  });

  test('have the Lua stack', () => {
    const error = thrownBy(LuaError, () =>
      new LuaContext().executeScript('local function f() error({}) end f()'),
    );
    expect(error.traceback).toMatch(/^stack traceback:\n.*in .*'f'/s);
  });
});

describe('primitives that the host throws', () => {
  test.each<[unknown, unknown]>([
    ['text', 'text'],
    [42, 42],
    [true, true],
    [10n, 10],
    [Symbol('s'), 'Symbol(s)'],
  ])('%s', (thrown, value) => {
    expect(thrownBy(LuaError, () => failing(thrown).executeScript('fail()')).value).toBe(value);
  });

  test.each([null, undefined])('%s is an error', (thrown) => {
    thrownBy(LuaError, () => failing(thrown).executeScript('fail()'));
  });
});

describe('hostile things that the host throws', () => {
  const hostile: readonly [string, () => unknown][] = [
    [
      'a message that throws',
      () => ({
        get message(): string {
          throw new Error('inner');
        },
      }),
    ],
    [
      'a toString that throws',
      () => ({
        toString() {
          throw new Error('inner');
        },
      }),
    ],
    ['a message that is no string', () => Object.assign(new Error('x'), { message: { a: 1 } })],
    ['no prototype', () => Object.create(null)],
    ['a frozen Error', () => Object.freeze(new Error('frozen'))],
    [
      'a proxy that throws',
      () =>
        new Proxy(
          {},
          {
            get() {
              throw new Error('inner');
            },
          },
        ),
    ],
  ];

  test.each(hostile)('%s', (_, make) => {
    const thrown = make();
    const caught = caughtFrom(() => failing(thrown).executeScript('fail()'));
    expect(caught === thrown || (caught as LuaError).cause === thrown).toBe(true);
  });

  test.each<[string, () => unknown]>([
    [
      'a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    [
      'a proxy whose prototype throws',
      () =>
        new Proxy(
          {},
          {
            getPrototypeOf() {
              throw new Error('inner');
            },
          },
        ),
    ],
  ])('%s', (_, make) => {
    thrownBy(LuaError, () => failing(make()).executeScript('fail()'));
  });

  test.each(hostile)('%s, caught by the script', (_, make) => {
    expect(failing(make()).executeScript('local ok, e = pcall(fail) return ok, type(tostring(e))')).toEqual([
      false,
      'string',
    ]);
  });
});

describe('pcall', () => {
  test('of what returns', () => {
    const lua = new LuaContext();
    expect(lua.pcall(lua.executeScript<LuaFunction>('return function(a) return a + 1 end'), 1)).toEqual({
      ok: true,
      value: 2,
    });
  });

  test('of what returns several values', () => {
    const lua = new LuaContext();
    expect(lua.pcall(lua.executeScript<LuaFunction>('return function(...) return ... end'), 1, 'x')).toEqual({
      ok: true,
      value: [1, 'x'],
    });
  });

  test('of what raises an error', () => {
    const lua = new LuaContext();
    const result = lua.pcall(lua.executeScript<LuaFunction>('return function() error({ code = 3 }) end'));
    expect(result).toEqual({ ok: false, error: expect.objectContaining({ value: { code: 3 } }) });
  });

  test('of what throws an Error of the host', () => {
    const error = new OwnError('mine');
    const lua = failing(error);
    expect(lua.pcall(lua.executeScript<LuaFunction>('return function() fail() end'))).toEqual({
      ok: false,
      error,
    });
  });

  test('of what needs more than it may', () => {
    const lua = new LuaContext({}, { maxInstructions: 10_000 });
    const result = lua.pcall(lua.executeScript<LuaFunction>('return function() while true do end end'));
    expect(result).toEqual({ ok: false, error: expect.any(LuaLimitError) });
  });
});

describe('what a host function returns', () => {
  test('that does not fit the memory limit is a memory error', () => {
    const lua = new LuaContext({ f: () => 'x'.repeat(20_000_000) }, { maxMemory: '10MB' });
    expect(thrownBy(LuaLimitError, () => lua.executeScript('f()')).resource).toBe('memory');
  });

  test('that does not fit the memory limit is the memory error of Lua for scripts', () => {
    const lua = new LuaContext({ f: () => 'x'.repeat(20_000_000) }, { maxMemory: '10MB' });
    expect(lua.executeScript('local _, e = pcall(f) return tostring(e)')).toMatch(/not enough memory/);
  });
});

test('an error leaves nothing held', () => {
  const lua = failing(new Error('mine'));
  const before = lua.info().heldObjects;
  for (let i = 0; i < 100; i++) caughtFrom(() => lua.executeScript('fail()'));
  lua.executeScript('collectgarbage() collectgarbage()');
  expect(lua.info().heldObjects).toBe(before);
});
