import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaLimitError } from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

/** A context whose function `fail` throws this value. */
function throwing(thrown: unknown): LuaContext {
  return new LuaContext({
    fail: () => {
      throw thrown;
    },
  });
}

describe('an Error thrown by a host function', () => {
  const ways = [
    ['straight', 'fail()'],
    ['through a Lua function', 'local function f() fail() end f()'],
    ['through pcall and error', 'local _, e = pcall(fail) error(e)'],
    ['through error with a level', 'local _, e = pcall(fail) error(e, 2)'],
    ['through assert', 'assert(pcall(fail))'],
    ['through coroutine.wrap', 'coroutine.wrap(fail)()'],
    ['through coroutine.resume', 'local _, e = coroutine.resume(coroutine.create(fail)) error(e)'],
    ['through a global and a later error', 'local _, e = pcall(fail) kept = e; error(kept)'],
    [
      'through xpcall with a handler that returns it',
      'local _, e = xpcall(fail, function(e) return e end) error(e)',
    ],
    ['through table.sort', 'table.sort({ 3, 2, 1 }, fail)'],
    ['through string.gsub', '("x"):gsub(".", fail)'],
    ['through a metamethod', 'return setmetatable({}, { __index = fail }).x'],
    ['through __close', 'do local x <close> = setmetatable({}, { __close = fail }) end'],
  ] as const;

  test.each(ways)('arrives as the same object %s', (_, script) => {
    const thrown = new TypeError('mine');
    expect(caughtFrom(() => throwing(thrown).executeScript(script))).toBe(thrown);
  });

  test('survives a collection in between', () => {
    const thrown = new Error('mine');
    const lua = throwing(thrown);
    lua.executeScript('_, kept = pcall(fail) collectgarbage() collectgarbage()');
    expect(caughtFrom(() => lua.executeScript('collectgarbage() error(kept)'))).toBe(thrown);
  });

  test('is the same object as a result', () => {
    const thrown = new Error('mine');
    expect(throwing(thrown).executeScript('return select(2, pcall(fail))')).toBe(thrown);
  });

  test('is the same object as an argument of another host function', () => {
    const thrown = new Error('mine');
    const seen: unknown[] = [];
    const lua = throwing(thrown);
    lua.setGlobal('see', (error: unknown) => void seen.push(error));
    lua.executeScript('see(select(2, pcall(fail)))');
    expect(seen).toEqual([thrown]);
    expect(seen[0]).toBe(thrown);
  });

  test('may be handed to Lua again once Lua has handed it out', () => {
    const thrown = new Error('mine');
    const lua = throwing(thrown);
    lua.setGlobal('echo', (error: unknown) => error);
    expect(lua.executeScript('return echo(select(2, pcall(fail)))')).toBe(thrown);
  });

  test('has the Lua stack in luaTraceback', () => {
    const thrown = new Error('mine');
    caughtFrom(() => throwing(thrown).executeScript('\nfail()', { chunkName: '=chunk' }));
    expect(thrown).toHaveProperty(
      'luaTraceback',
      "stack traceback:\n\t[C]: in global 'fail'\n\tchunk:2: in main chunk",
    );
  });

  test('does not show luaTraceback among its properties', () => {
    const thrown = new Error('mine');
    caughtFrom(() => throwing(thrown).executeScript('fail()'));
    expect(Object.keys(thrown)).toEqual([]);
  });

  test('keeps its message, name, stack and cause', () => {
    const thrown = new RangeError('mine', { cause: 'why' });
    const { stack } = thrown;
    caughtFrom(() => throwing(thrown).executeScript('fail()'));
    expect([thrown.message, thrown.name, thrown.stack, thrown.cause]).toEqual([
      'mine',
      'RangeError',
      stack,
      'why',
    ]);
  });

  test('arrives though it is frozen', () => {
    const thrown = Object.freeze(new Error('mine'));
    expect(caughtFrom(() => throwing(thrown).executeScript('fail()'))).toBe(thrown);
  });

  test('may be thrown again and again', () => {
    const thrown = new Error('mine');
    const lua = throwing(thrown);
    for (let i = 0; i < 3; i++) expect(caughtFrom(() => lua.executeScript('fail()'))).toBe(thrown);
  });
});

describe('what a script that catches it sees', () => {
  const seen = (expression: string, thrown: unknown = new TypeError('mine')) =>
    throwing(thrown).executeScript(`local ok, e = pcall(fail) return ${expression}`);

  test('pcall says false', () => expect(seen('ok')).toBe(false));
  test('a table', () => expect(seen('type(e)')).toBe('table'));
  test('with the name', () => expect(seen('e.name')).toBe('TypeError'));
  test('with the message', () => expect(seen('e.message')).toBe('mine'));
  test('that tostring shows', () => expect(seen('tostring(e)')).toBe('TypeError: mine'));
  test('and nothing of the host', () =>
    expect(seen('e.stack, e.constructor, e.__proto__')).toEqual([null, null, null]));
  test('with a metatable that is closed', () => expect(seen('getmetatable(e)')).toBe(false));
  test('that cannot be changed', () => expect(seen('pcall(setmetatable, e, {})')).toContain(false));

  test('for each throw of one error another table', () => {
    const script = 'local _, a = pcall(fail) local _, b = pcall(fail) return rawequal(a, b)';
    expect(throwing(new Error('mine')).executeScript(script)).toBe(false);
  });
});

describe('something else thrown by a host function', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'no', 'no'],
    ['a number', 42, '42'],
    ['false', false, 'false'],
  ])('%s is the error value in Lua', (_, thrown, message) => {
    const error = thrownBy(LuaError, () => throwing(thrown).executeScript('fail()'));
    expect(error).toMatchObject({ message, value: thrown });
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a symbol', Symbol('s')],
  ])('%s is a LuaError with a message', (_, thrown) => {
    const error = thrownBy(LuaError, () => throwing(thrown).executeScript('fail()'));
    expect(error.message).not.toBe('');
  });

  test.each<[string, object]>([
    ['an object', { reason: 1 }],
    ['an array', [1, 2]],
    ['a function', () => 1],
  ])('%s is the cause of a LuaError', (_, thrown) => {
    const error = thrownBy(LuaError, () => throwing(thrown).executeScript('fail()'));
    expect(error.cause).toBe(thrown);
  });

  test.each<[string, unknown]>([
    ['a text', 'no'],
    ['a number', 42],
    ['a boolean', false],
    ['a bigint', 2n ** 60n],
  ])('%s is the value of a LuaError', (_, thrown) => {
    const error = thrownBy(LuaError, () => throwing(thrown).executeScript('fail()'));
    expect(error.value).toBe(thrown);
  });

  test('an object with a message shows it', () => {
    const script = 'local _, e = pcall(fail) return e.message';
    expect(throwing({ message: 'shown' }).executeScript(script)).toBe('shown');
  });

  test('an object that cannot be shown does no harm', () => {
    const thrown = {
      get message(): string {
        throw new Error('worse');
      },
    };
    const script = 'local ok, e = pcall(fail) return ok, type(e.message)';
    expect(throwing(thrown).executeScript(script)).toEqual([false, 'string']);
  });

  test('an object without a prototype does no harm', () => {
    expect(throwing(Object.create(null)).executeScript('return (pcall(fail))')).toBe(false);
  });
});

describe('a host function', () => {
  test('that overflows the stack of JavaScript is an error of the script', () => {
    const deeper = (): number => 1 + deeper();
    const lua = new LuaContext({ deeper });
    expect(lua.executeScript('local ok, e = pcall(deeper) return ok, e.name')).toEqual([false, 'RangeError']);
  });

  test('that returns more than the memory limit allows is a memory error', () => {
    const lua = new LuaContext({ much: () => 'x'.repeat(2 ** 22) }, { maxMemory: '1MB' });
    const error = thrownBy(LuaLimitError, () => lua.executeScript('return #much()'));
    expect(error.resource).toBe('memory');
  });

  test('that returns more than the memory limit allows raises what Lua raises', () => {
    const lua = new LuaContext({ much: () => 'x'.repeat(2 ** 22) }, { maxMemory: '1MB' });
    expect(lua.executeScript('return pcall(much)')).toEqual([false, 'not enough memory']);
  });

  test('leaves the context whole when it returned too much', () => {
    const lua = new LuaContext({ much: () => 'x'.repeat(2 ** 22) }, { maxMemory: '1MB' });
    caughtFrom(() => lua.executeScript('return #much()'));
    expect(lua.executeScript('return 1')).toBe(1);
  });
});
