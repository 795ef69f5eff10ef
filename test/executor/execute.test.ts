import { afterAll, describe, expect, test } from 'vitest';
import {
  LuaConversionError,
  LuaError,
  LuaExecutor,
  LuaExecutorClosedError,
  LuaOptionError,
  LuaSyntaxError,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { openExecutor, rejectionOf } from './executors.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

describe('execute', () => {
  test('resolves to what the script returned, and what it used', async () => {
    const { value, usage, warnings } = await openExecutor().execute('return 6 * ...', { args: [7] });
    expect(value).toBe(42);
    expect(usage.instructions).toBeGreaterThan(0);
    expect(usage.peakMemory).toBeGreaterThan(0);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['', undefined],
    ['return nil', null],
    ['return 1, "two", true', [1, 'two', true]],
    ['return { a = { 1, 2 }, b = "x" }', { a: [1, 2], b: 'x' }],
    ['return math.maxinteger', 9223372036854775807n],
  ])('carries the results of %j', async (source, value) => {
    expect((await openExecutor().execute(source)).value).toEqual(value);
  });

  test('gives globals to this execution alone', async () => {
    const executor = openExecutor();
    const globals = { config: { rate: 0.5 }, names: ['a', 'b'] };
    expect((await executor.execute('return config.rate, names[2]', { globals })).value).toEqual([0.5, 'b']);
    expect((await executor.execute('return config')).value).toBe(null);
  });

  test('runs a file under its name', async () => {
    const path = folder.file('sum.lua', '#!/usr/bin/lua\nlocal a, b = ...\nreturn a + b');
    const executor = openExecutor();
    expect((await executor.execute({ file: path }, { args: [1, 2] })).value).toBe(3);
    const error = await rejectionOf(LuaError, executor.execute({ file: path }));
    expect(error.message).toContain('sum.lua:3: attempt to perform arithmetic');
  });

  test('runs the bytes of a source', async () => {
    const source = new TextEncoder().encode('return "bytes"');
    expect((await openExecutor().execute(source)).value).toBe('bytes');
  });

  test('runs scripts side by side', async () => {
    const executor = openExecutor({ poolSize: 2 });
    const scripts = Array.from({ length: 50 }, (_, i) => executor.execute('return ... * 2', { args: [i] }));
    const values = (await Promise.all(scripts)).map(({ value }) => value);
    expect(values).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i));
  });

  test('moves buffers that are to be transferred', async () => {
    const buffer = new TextEncoder().encode('payload').buffer;
    const { value } = await openExecutor().execute('return #...', { args: [buffer], transfer: [buffer] });
    expect(value).toBe(7);
    expect(buffer.byteLength).toBe(0);
  });

  test('gives results as bytes where they are asked for', async () => {
    const executor = openExecutor({ binaryStrings: true });
    const { value } = await executor.execute('return "\\0\\xff"');
    expect(value).toEqual(new Uint8Array([0, 255]));
  });
});

describe('errors', () => {
  test('of a script arrive with traceback and value', async () => {
    const script = 'local function f() error({ code = 7 }) end f()';
    const error = await rejectionOf(LuaError, openExecutor().execute(script, { chunkName: '@rule.lua' }));
    expect(error.value).toEqual({ code: 7 });
    expect(error.traceback).toContain("rule.lua:1: in local 'f'");
  });

  test('of syntax arrive with their line', async () => {
    const running = openExecutor().execute('x =\n= 1', { chunkName: '@rule.lua' });
    expect(await rejectionOf(LuaSyntaxError, running)).toMatchObject({ chunk: 'rule.lua', line: 2 });
  });

  test.each([
    ['return print', 'the result is a function'],
    ['return { { x = function() end } }', 'the result[0].x is a function'],
    ['return coroutine.create(print)', 'the result is a coroutine'],
    ['return setmetatable({}, {})', 'the result is a table with a metatable'],
    ['return 1, { { print } }', 'the result[1][0][0] is a function'],
  ])('name what cannot leave the worker: %s', async (source, message) => {
    const error = await rejectionOf(LuaConversionError, openExecutor().execute(source));
    expect(error.message).toContain(message);
  });

  test('of arguments that cannot enter the worker leave it to the others', async () => {
    const executor = openExecutor();
    const running = executor.execute('return 1', { args: [() => 1] });
    expect((await rejectionOf(LuaConversionError, running)).message).toContain('args or globals');
    expect((await executor.execute('return 1')).value).toBe(1);
    expect(executor.stats().workersReplaced).toBe(0);
  });

  test.each([
    [{ poolSize: 0 }, 'poolSize is 0'],
    [{ securityLevel: 'none' }, "securityLevel is 'none'"],
    [{ defaultLimits: { maxMemory: 'much' } }, "maxMemory is 'much'"],
    [{ defaultLimits: { memory: 1 } }, "defaultLimits is 'memory'"],
    [{ profiles: { mine: { timeout: -1 } } }, 'timeout is -1'],
    [{ host: { f: 1 } }, 'host.f is 1'],
    [{ workers: 2 }, "options is 'workers'"],
  ])('tell of wrong options: %j', (options, message) => {
    expect(() => new LuaExecutor(untyped(options))).toThrow(message);
  });

  test.each([
    [{ profile: 'none' }, "profile is 'none'"],
    [{ limits: { timeout: 'soon' } }, "timeout is 'soon'"],
    [{ priority: 'high' }, "priority is 'high'"],
    [{ env: {} }, "options is 'env'"],
  ])('tell of wrong options of an execution: %j', async (options, message) => {
    const running = openExecutor().execute('', untyped(options));
    expect((await rejectionOf(LuaOptionError, running)).message).toContain(message);
  });

  test('tell of a source that is none', async () => {
    const running = openExecutor().execute(untyped(42));
    expect((await rejectionOf(LuaOptionError, running)).message).toContain('source is 42');
  });
});

describe('close', () => {
  test('waits for what was accepted, and refuses what comes after', async () => {
    const executor = openExecutor();
    const accepted = [1, 2, 3].map((n) => executor.execute('return ...', { args: [n] }));
    const closing = executor.close();
    await rejectionOf(LuaExecutorClosedError, executor.execute('return 1'));
    await closing;
    expect((await Promise.all(accepted)).map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  test('may be asked for twice', async () => {
    const executor = openExecutor();
    await Promise.all([executor.close(), executor.close()]);
  });

  test('comes with await using', async () => {
    let kept: LuaExecutor;
    {
      await using executor = new LuaExecutor({ poolSize: 1 });
      kept = executor;
      await executor.execute('return 1');
    }
    await rejectionOf(LuaExecutorClosedError, kept.execute('return 1'));
  });
});
