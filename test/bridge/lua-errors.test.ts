import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, TidelockError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const lua = new LuaContext();
const raisedBy = (script: string) =>
  thrownBy(LuaError, () => lua.executeScript(script, { chunkName: '=chunk' }));

describe('the class', () => {
  test('is LuaError, an Error of Tidelock', () => {
    expect(raisedBy('error("x")')).toBeInstanceOf(TidelockError);
  });

  test('has a name and a stable code', () => {
    expect(raisedBy('error("x")')).toMatchObject({ name: 'LuaError', code: 'ERR_LUA_RUNTIME' });
  });

  test('is not that of a limit or of a syntax error', () => {
    expect(raisedBy('error("x")').constructor).toBe(LuaError);
  });
});

describe('the message', () => {
  test.each([
    ['error("no")', 'chunk:1: no'],
    ['error("no", 0)', 'no'],
    ['local x = nil; x.y = 1', "chunk:1: attempt to index a nil value (local 'x')"],
    ['return 1 + {}', 'chunk:1: attempt to perform arithmetic on a table value'],
    ['missing()', "chunk:1: attempt to call a nil value (global 'missing')"],
    ['return 1 < "2"', 'chunk:1: attempt to compare number with string'],
    ['return 1 // 0', 'chunk:1: attempt to divide by zero'],
    ['assert(false)', 'chunk:1: assertion failed!'],
    ['assert(nil, "reason")', 'chunk:1: reason'],
    ['("x"):rep(-1):bad()', "chunk:1: attempt to call a nil value (method 'bad')"],
    ['string.rep()', "chunk:1: bad argument #1 to 'rep' (string expected, got no value)"],
    ['setmetatable(1, {})', "chunk:1: bad argument #1 to 'setmetatable' (table expected, got number)"],
    ['error(42)', '42'],
    ['error(true)', 'true'],
    ['error(setmetatable({}, { __tostring = function() return "nice" end }))', 'nice'],
  ])('of %s', (script, message) => {
    expect(raisedBy(script).message).toBe(message);
  });

  test('keeps NUL and characters beyond ASCII', () => {
    expect(raisedBy('error("a\\0ä😀", 0)').message).toBe('a\0ä😀');
  });

  test('may be a million characters long', () => {
    expect(raisedBy('error(("x"):rep(1000000), 0)').message).toBe('x'.repeat(1_000_000));
  });
});

describe('the value', () => {
  test.each<[string, unknown]>([
    ['error("no", 0)', 'no'],
    ['error(42)', 42],
    ['error(1.5)', 1.5],
    ['error(false)', false],
    ['error({ code = 7, list = { 1, 2 } })', { code: 7, list: [1, 2] }],
  ])('of %s', (script, value) => {
    expect(raisedBy(script).value).toEqual(value);
  });

  test('is the same function for an error that is one', () => {
    lua.executeScript('function reason() return "because" end');
    expect(raisedBy('error(reason)').value).toBe(lua.getGlobal('reason'));
  });
});

describe('an error that is hard to show', () => {
  test.each([
    ['nil', 'error(nil)'],
    ['nothing', 'error()'],
    ['a coroutine', 'error(coroutine.create(print))'],
    ['a table that contains itself', 'local t = {} t.t = t error(t)'],
    ['a table whose __tostring fails', 'error(setmetatable({}, { __tostring = function() error("x") end }))'],
    ['a table whose __tostring is no function', 'error(setmetatable({}, { __tostring = 5 }))'],
    [
      'a table whose __tostring returns a table',
      'error(setmetatable({}, { __tostring = function() return {} end }))',
    ],
    ['a table whose __name is no string', 'error(setmetatable({}, { __name = {} }))'],
  ])('is a LuaError with a message: %s', (_, script) => {
    expect(raisedBy(script).message).not.toBe('');
  });

  test('leaves the context whole', () => {
    raisedBy('local t = {} t.t = t error(setmetatable(t, { __tostring = error }))');
    expect(lua.executeScript('return 1')).toBe(1);
  });
});

describe('the traceback', () => {
  const script = 'local function inner()\n  error("x")\nend\nfunction outer()\n  inner()\nend\nouter()';

  test('has a line for each call, innermost first', () => {
    const lines = raisedBy(script).traceback.split('\n\t');
    expect(lines).toEqual([
      'stack traceback:',
      expect.stringMatching(/^\[C\]: in .* 'error'$/),
      "chunk:2: in upvalue 'inner'",
      expect.stringMatching(/^chunk:5: in .* 'outer'$/),
      'chunk:7: in main chunk',
    ]);
  });

  test('is word for word what debug.traceback makes', () => {
    const all = new LuaContext({}, { libraries: 'all' });
    const wrapped = `trace = select(2, xpcall(function() ${script} end, debug.traceback))`;
    all.executeScript(wrapped, { chunkName: '=chunk' });
    const lines = all.getGlobal<string>('trace').split('\n');
    expect(raisedBy(script).traceback.split('\n').slice(0, 4)).toEqual(lines.slice(1, 5));
  });

  test('skips the middle of a deep stack', () => {
    const { traceback } = raisedBy('local function f(n) if n == 0 then error("x") end f(n - 1) end f(1000)');
    expect(traceback).toMatch(/\n\t\.\.\.\t\(skipping \d+ levels\)\n/);
  });

  test('goes on through coroutines to the main chunk', () => {
    const { traceback } = raisedBy('coroutine.wrap(function()\n  local x = nil + 1\nend)()');
    expect(traceback).toMatch(/chunk:3: in main chunk$/);
  });

  test('is there for an error that is a table', () => {
    expect(raisedBy('error({})').traceback).toMatch(/chunk:1: in main chunk$/);
  });

  test('is not part of the message', () => {
    expect(raisedBy(script).message).toBe('chunk:2: x');
  });
});

describe('an error that the script catches', () => {
  test('is the value that was raised', () => {
    expect(lua.executeScript('local t = {} local ok, e = pcall(error, t) return ok, e == t')).toEqual([
      false,
      true,
    ]);
  });

  test('goes through the message handler of xpcall', () => {
    const script = 'return xpcall(error, function(e) return e .. " handled" end, "x")';
    expect(lua.executeScript(script)).toEqual([false, 'x handled']);
  });

  test('does not show in the next execution', () => {
    lua.executeScript('pcall(error, "x")');
    expect(lua.executeScript('return 1')).toBe(1);
  });
});
