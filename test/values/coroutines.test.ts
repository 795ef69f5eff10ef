import { describe, expect, test } from 'vitest';
import {
  LuaContext,
  LuaCoroutine,
  LuaError,
  type LuaFunction,
  LuaLimitError,
  LuaOptionError,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

const counter = 'return function(n) for i = 1, n do coroutine.yield(i) end end';

describe('createCoroutine', () => {
  test('from source', () => {
    expect(new LuaContext().createCoroutine(counter)).toBeInstanceOf(LuaCoroutine);
  });

  test('from a Lua function', () => {
    const lua = new LuaContext();
    const fn = lua.executeScript<LuaFunction>('return function() coroutine.yield("yielded") end');
    expect(lua.createCoroutine(fn).resume().values).toEqual(['yielded']);
  });

  test.each(['return 1', 'return nil', ''])('from source that is %j is refused', (source) => {
    thrownBy(LuaOptionError, () => new LuaContext().createCoroutine(source));
  });

  test('from a function of the host is refused', () => {
    thrownBy(LuaOptionError, () => new LuaContext().createCoroutine(untyped(() => 1)));
  });

  test('from source that returns a function of the host is refused', () => {
    thrownBy(LuaOptionError, () => new LuaContext({ host: () => 1 }).createCoroutine('return host'));
  });
});

describe('resume', () => {
  test('to the next yield', () => {
    const coroutine = new LuaContext().createCoroutine(counter);
    expect([coroutine.resume(2), coroutine.resume()]).toEqual([
      { status: 'suspended', values: [1] },
      { status: 'suspended', values: [2] },
    ]);
  });

  test('to the end', () => {
    expect(new LuaContext().createCoroutine(counter).resume(0)).toEqual({ status: 'dead', values: [] });
  });

  test('to an end with results', () => {
    const coroutine = new LuaContext().createCoroutine('return function() return 1, 2 end');
    expect(coroutine.resume()).toEqual({ status: 'dead', values: [1, 2] });
  });

  test('arguments are the results of yield', () => {
    const coroutine = new LuaContext().createCoroutine(
      'return function(a) while true do a = coroutine.yield(a .. "!") end end',
    );
    expect([coroutine.resume('x').values, coroutine.resume('y').values]).toEqual([['x!'], ['y!']]);
  });

  test('several values, nil among them', () => {
    const coroutine = new LuaContext().createCoroutine(
      'return function() coroutine.yield(1, nil, "x", nil) end',
    );
    expect(coroutine.resume().values).toEqual([1, null, 'x', null]);
  });

  test('by the context', () => {
    const lua = new LuaContext();
    expect(lua.resume(lua.createCoroutine(counter), 1).values).toEqual([1]);
  });

  test('a dead one is an error', () => {
    const coroutine = new LuaContext().createCoroutine(counter);
    coroutine.resume(0);
    expect(thrownBy(LuaError, () => coroutine.resume()).message).toMatch(/cannot resume dead coroutine/);
  });

  test('after an error and a close is fine', () => {
    const coroutine = new LuaContext().createCoroutine('return function() error("x") end');
    thrownBy(LuaError, () => coroutine.resume());
    coroutine.close();
    coroutine.close();
    expect(coroutine.status).toBe('dead');
  });

  const failing = (handler: string) => `
    return function()
      local x <close> = setmetatable({}, { __close = function(_, e) ${handler} end })
      error("x", 0)
    end`;

  test('after an error runs the handlers with that error', () => {
    const lua = new LuaContext();
    const coroutine = lua.createCoroutine(failing('seen = e'));
    thrownBy(LuaError, () => coroutine.resume());
    coroutine.close();
    expect(lua.getGlobal('seen')).toBe('x');
  });

  test('after an error gives the error of a handler', () => {
    const coroutine = new LuaContext().createCoroutine(failing('error("in close", 0)'));
    thrownBy(LuaError, () => coroutine.resume());
    expect(thrownBy(LuaError, () => coroutine.close()).message).toBe('in close');
  });

  test('its handler may release it', () => {
    const lua = new LuaContext({ give: () => coroutine.release() });
    const coroutine: LuaCoroutine = lua.createCoroutine(`
      return function()
        local x <close> = setmetatable({}, { __close = function() give() collectgarbage() end })
        coroutine.yield()
      end`);
    coroutine.resume();
    coroutine.close();
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('a running one is an error', () => {
    const lua = new LuaContext({ again: () => coroutine.resume() });
    const coroutine: LuaCoroutine = lua.createCoroutine('return function() again() end');
    expect(thrownBy(LuaError, () => coroutine.resume()).message).toMatch(
      /cannot resume non-suspended coroutine/,
    );
  });

  test('one that has resumed another is an error', () => {
    const lua = new LuaContext({ again: () => outer.resume() });
    const outer: LuaCoroutine = lua.createCoroutine(
      'return function() local co = coroutine.create(function() again() end) local ok, e = coroutine.resume(co) error(e) end',
    );
    expect(thrownBy(LuaError, () => outer.resume()).message).toMatch(/cannot resume non-suspended coroutine/);
  });

  test('from within another', () => {
    const lua = new LuaContext({ inner: (): unknown => inner.resume(5).values[0] });
    const inner: LuaCoroutine = lua.createCoroutine(counter);
    const outer = lua.createCoroutine('return function() coroutine.yield(inner()) end');
    expect(outer.resume().values).toEqual([1]);
  });

  test('yield across a host function is an error', () => {
    const lua = new LuaContext({ through: (fn: () => unknown) => fn() });
    const coroutine = lua.createCoroutine('return function() through(coroutine.yield) end');
    expect(thrownBy(LuaError, () => coroutine.resume()).message).toMatch(/attempt to yield/);
  });

  test.each([null, {}, 1, () => 1])('%s is no coroutine', (value) => {
    thrownBy(LuaOptionError, () => new LuaContext().resume(untyped(value)));
  });
});

describe('status', () => {
  test('at first', () => {
    expect(new LuaContext().createCoroutine(counter).status).toBe('suspended');
  });

  test('between', () => {
    const coroutine = new LuaContext().createCoroutine(counter);
    coroutine.resume(1);
    expect(coroutine.status).toBe('suspended');
  });

  test('while it runs', () => {
    const lua = new LuaContext({ status: () => coroutine.status });
    const coroutine: LuaCoroutine = lua.createCoroutine('return function() coroutine.yield(status()) end');
    expect(coroutine.resume().values).toEqual(['running']);
  });

  test('at the end', () => {
    const coroutine = new LuaContext().createCoroutine('return function() return 1 end');
    coroutine.resume();
    expect(coroutine.status).toBe('dead');
  });

  test('after an error', () => {
    const coroutine = new LuaContext().createCoroutine('return function() error("x") end');
    thrownBy(LuaError, () => coroutine.resume());
    expect(coroutine.status).toBe('dead');
  });

  test('after the limit ended it', () => {
    const coroutine = new LuaContext({}, { maxInstructions: 10_000 }).createCoroutine(
      'return function() while true do end end',
    );
    thrownBy(LuaLimitError, () => coroutine.resume());
    expect(coroutine.status).toBe('dead');
  });
});

describe('close', () => {
  test('makes it dead', () => {
    const coroutine = new LuaContext().createCoroutine(counter);
    coroutine.close();
    expect(coroutine.status).toBe('dead');
  });

  test('runs the handlers of pending variables', () => {
    const lua = new LuaContext();
    const coroutine = lua.createCoroutine(
      'return function() local x <close> = setmetatable({}, { __close = function() closed = true end }) coroutine.yield() end',
    );
    coroutine.resume();
    coroutine.close();
    expect(lua.getGlobal('closed')).toBe(true);
  });

  test('twice is fine', () => {
    const coroutine = new LuaContext().createCoroutine(counter);
    coroutine.close();
    expect(() => coroutine.close()).not.toThrow();
  });

  test('an error in a handler comes out', () => {
    const coroutine = new LuaContext().createCoroutine(
      'return function() local x <close> = setmetatable({}, { __close = function() error("in close", 0) end }) coroutine.yield() end',
    );
    coroutine.resume();
    expect(thrownBy(LuaError, () => coroutine.close()).message).toBe('in close');
  });

  test('after an error is fine', () => {
    const coroutine = new LuaContext().createCoroutine('return function() error("x") end');
    thrownBy(LuaError, () => coroutine.resume());
    expect(() => coroutine.close()).not.toThrow();
  });

  test('a running one is an error', () => {
    const lua = new LuaContext({ end: () => coroutine.close() });
    const coroutine: LuaCoroutine = lua.createCoroutine(
      'return function() end_() end'.replace('end_', '_G["end"]'),
    );
    expect(thrownBy(LuaError, () => coroutine.resume()).message).toMatch(/cannot close a running coroutine/);
  });

  test('by the context', () => {
    const lua = new LuaContext();
    const coroutine = lua.createCoroutine(counter);
    lua.close(coroutine);
    expect(coroutine.status).toBe('dead');
  });
});

describe('for...of', () => {
  test('goes through the values that it yields', () => {
    const lua = new LuaContext();
    const coroutine = lua.createCoroutine('return function() for i = 1, 3 do coroutine.yield(i) end end');
    expect([...coroutine]).toEqual([1, 2, 3]);
  });

  test('several values at once are an array', () => {
    const coroutine = new LuaContext().createCoroutine('return function() coroutine.yield(1, 2) end');
    expect([...coroutine]).toEqual([[1, 2]]);
  });

  test('leaves the results of its end out', () => {
    const coroutine = new LuaContext().createCoroutine(
      'return function() coroutine.yield(1) return "end" end',
    );
    expect([...coroutine]).toEqual([1]);
  });

  test('goes on where it was left', () => {
    const coroutine = new LuaContext().createCoroutine(
      'return function() for i = 1, 4 do coroutine.yield(i) end end',
    );
    for (const value of coroutine) if (value === 2) break;
    expect([...coroutine]).toEqual([3, 4]);
  });

  test('over a dead one is empty', () => {
    const coroutine = new LuaContext().createCoroutine(counter);
    coroutine.close();
    expect([...coroutine]).toEqual([]);
  });

  test('an error comes out', () => {
    const coroutine = new LuaContext().createCoroutine(
      'return function() coroutine.yield(1) error("then", 0) end',
    );
    expect(() => [...coroutine]).toThrow('then');
  });
});

describe('errors', () => {
  test('have the traceback of the coroutine', () => {
    const coroutine = new LuaContext().createCoroutine(
      'local function deep() error("x") end return function() deep() end',
    );
    expect(thrownBy(LuaError, () => coroutine.resume()).traceback).toMatch(/deep/);
  });

  test('of the host come out as the same object', () => {
    const error = new Error('mine');
    const lua = new LuaContext({
      fail: () => {
        throw error;
      },
    });
    const coroutine = lua.createCoroutine('return function() fail() end');
    expect(thrownBy(Error, () => coroutine.resume())).toBe(error);
  });

  test('leave the context as it was', () => {
    const lua = new LuaContext();
    thrownBy(LuaError, () => lua.createCoroutine('return function() error("x") end').resume());
    expect(lua.executeScript('return 1, coroutine.isyieldable()')).toEqual([1, false]);
  });
});

describe('identity', () => {
  test('one that Lua made is the same object each time', () => {
    const lua = new LuaContext();
    expect(lua.executeScript('co = coroutine.create(print) return co')).toBe(lua.getGlobal('co'));
  });

  test('it returns to Lua as itself', () => {
    const lua = new LuaContext();
    const coroutine = lua.executeScript('co = coroutine.create(print) return co');
    expect(lua.executeScript('return ... == co', { args: [coroutine] })).toBe(true);
  });

  test('both sides resume the same one', () => {
    const lua = new LuaContext();
    const coroutine = lua.executeScript<LuaCoroutine>(
      'co = coroutine.create(function(a) local b = coroutine.yield(a + 1) coroutine.yield(b) end) return co',
    );
    const first = coroutine.resume(4).values;
    expect([first, lua.executeScript('return coroutine.resume(co, 9)')]).toEqual([[5], [true, 9]]);
  });
});

test('one that is released is collected by Lua', () => {
  const lua = new LuaContext();
  lua.createCoroutine(counter).release();
  expect(lua.info().heldValues).toBeLessThanOrEqual(1); // the function
});

test('one runs under the limits of the context', () => {
  const lua = new LuaContext({}, { maxInstructions: 10_000 });
  const coroutine = lua.createCoroutine('return function() while true do end end');
  expect(thrownBy(LuaLimitError, () => coroutine.resume()).resource).toBe('instructions');
});
