import { describe, expect, test } from 'vitest';
import type { LuaFunction } from '../../src/lua-native/index.ts';
import { all, later } from './support.ts';

describe('resume', () => {
  test('gives what is yielded and returned', () => {
    const lua = all();
    const coroutine = lua.create_coroutine(
      'return function(x) local y = coroutine.yield(x * 2, "b") return y end',
    );
    expect(coroutine.status).toBe('suspended');
    expect(lua.resume(coroutine, 10)).toEqual({ status: 'suspended', values: [20, 'b'] });
    expect(lua.resume(coroutine, 7)).toEqual({ status: 'dead', values: [7] });
    expect(coroutine.status).toBe('dead');
    expect(lua.resume(coroutine)).toEqual({
      status: 'dead',
      values: [],
      error: 'Coroutine has finished',
    });
  });

  test('reports errors in its result', () => {
    const lua = all({
      fail: () => {
        throw new Error('from the host');
      },
    });
    const failing = lua.create_coroutine('return function() error("boom") end', { chunkName: '@job.lua' });
    expect(lua.resume(failing)).toEqual({ status: 'dead', values: [], error: 'job.lua:1: boom' });
    expect(
      lua.resume(lua.create_coroutine('return fail'.replace('fail', 'function() fail() end'))),
    ).toMatchObject({
      status: 'dead',
      error: 'from the host',
    });
  });

  test('takes only coroutines', () => {
    const lua = all();
    for (const method of ['resume', 'resume_async', 'close'] as const) {
      expect(() => lua[method]({} as never)).toThrow('Invalid coroutine object');
      expect(() => lua[method](undefined as never)).toThrow(TypeError);
    }
  });
});

describe('create_coroutine', () => {
  test('takes Lua functions that JavaScript holds', () => {
    const lua = all();
    lua.execute_script('function walk(dir) for _, name in ipairs(dir) do coroutine.yield(name) end end');
    const coroutine = lua.create_coroutine(lua.get_global('walk') as LuaFunction);
    expect(lua.resume(coroutine, ['a', 'b']).values).toEqual(['a']);
  });

  test('refuses anything else', () => {
    const lua = all();
    expect(() => lua.create_coroutine('return 1')).toThrow(TypeError);
    expect(() => lua.create_coroutine((() => 1) as never)).toThrow(TypeError);
    expect(() => lua.create_coroutine(7 as never)).toThrow(TypeError);
    expect(() => lua.create_coroutine('syntax error here')).toThrow();
    const released = lua.execute_script<LuaFunction>('return function() end');
    lua.release(released);
    expect(() => lua.create_coroutine(released)).toThrow('Lua function has been released');
  });

  test('threads that scripts return are coroutines too', () => {
    const lua = all();
    const coroutine = lua.execute_script('return coroutine.create(function() coroutine.yield(1) end)');
    expect(lua.resume(coroutine as never)).toEqual({ status: 'suspended', values: [1] });
  });
});

describe('iterating', () => {
  test('goes on where an earlier loop stopped', () => {
    const lua = all();
    const coroutine = lua.create_coroutine(
      'return function() for i = 1, 5 do coroutine.yield(i) end return "end" end',
    );
    for (const n of coroutine) if (n === 3) break;
    expect(coroutine.status).toBe('suspended');
    expect([...coroutine]).toEqual([4, 5]);
    expect([...coroutine]).toEqual([]);
  });

  test('passes the arguments of next on, gives several values as an array, and the result at the end', () => {
    const lua = all();
    const cursor = lua
      .create_coroutine('return function() local x = coroutine.yield(1, 2) return x end')
      [Symbol.iterator]();
    expect(cursor.next()).toEqual({ done: false, value: [1, 2] });
    expect(cursor.next('fed')).toEqual({ done: true, value: 'fed' });
  });

  test('throws what the coroutine raises', () => {
    const lua = all();
    expect(() => [...lua.create_coroutine('return function() error("boom") end')]).toThrow(
      /boom[\s\S]*stack traceback/,
    );
  });

  test('with for await waits for promises', async () => {
    const lua = all({ double: ((n: number) => later(n * 2)) as never });
    const seen: unknown[] = [];
    for await (const value of lua.create_coroutine(
      'return function() for i = 1, 3 do coroutine.yield(double(i)) end end',
    )) {
      seen.push(value);
    }
    expect(seen).toEqual([2, 4, 6]);
  });
});

describe('close', () => {
  const source = `return function()
    local guard <close> = setmetatable({}, { __close = function() mark() end })
    coroutine.yield(1)
  end`;

  test('runs the handlers that are pending, once', () => {
    let closed = 0;
    const lua = all({ mark: () => void closed++ });
    const coroutine = lua.create_coroutine(source);
    lua.resume(coroutine);
    lua.close(coroutine);
    lua.close(coroutine);
    expect([closed, coroutine.status]).toEqual([1, 'dead']);
  });

  test('does nothing to a released one, and throws what a handler raises', () => {
    const lua = all({
      mark: () => {
        throw new Error('handler');
      },
    });
    const coroutine = lua.create_coroutine(source);
    lua.resume(coroutine);
    expect(() => lua.close(coroutine)).toThrow('handler');
    expect(coroutine.status).toBe('dead');
    const released = lua.create_coroutine(source);
    lua.release(released);
    lua.close(released);
  });
});

describe('resume_async', () => {
  test('waits for promises, and reports errors in its result', async () => {
    const lua = all({ fetch: ((id: number) => later({ name: `Ada ${id}` })) as never });
    const coroutine = lua.create_coroutine(
      'return function(id) coroutine.yield(fetch(id).name) error("boom", 0) end',
    );
    expect(await lua.resume_async(coroutine, 7)).toEqual({ status: 'suspended', values: ['Ada 7'] });
    expect(await lua.resume_async(coroutine)).toEqual({
      status: 'dead',
      values: [],
      error: expect.stringMatching(/^boom\nstack traceback:/),
    });
  });

  test('is rejected when it is cancelled', async () => {
    const lua = all({ never: () => new Promise(() => {}) as never });
    const run = lua.resume_async(lua.create_coroutine('return function() never() end'));
    setImmediate(() => lua.cancel());
    await expect(run).rejects.toThrow('execution cancelled');
    expect(lua.is_busy()).toBe(false);
  });
});

test('close throws the error that ended a coroutine, once', () => {
  const lua = all();
  const coroutine = lua.create_coroutine('return function() error("failed", 0) end');
  lua.resume(coroutine);
  expect(() => lua.close(coroutine)).toThrow('failed');
  lua.close(coroutine);
});

test.each<[string, unknown, string]>([
  ['an object with a message', { message: 'm' }, 'm'],
  ['an array', [1], '1'],
  ['an error without a message', new TypeError(), 'TypeError'],
])('resume tells what a host function threw: %s', (_, thrown, text) => {
  const lua = all({
    f: () => {
      throw thrown;
    },
  });
  expect(lua.resume(lua.create_coroutine('return function() f() end'))).toEqual({
    status: 'dead',
    values: [],
    error: text,
  });
});
