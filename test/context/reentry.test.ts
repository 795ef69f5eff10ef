import { describe, expect, test } from 'vitest';
import {
  type ExecutionOptions,
  LuaContext,
  LuaError,
  type LuaFunction,
  LuaLimitError,
  LuaOptionError,
  LuaStateError,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

describe('a host function', () => {
  test('may run a script in the context that called it', () => {
    const lua: LuaContext = new LuaContext({ run: (text: string) => lua.executeScript(text) });
    expect(lua.executeScript('x = 1; run("x = x + 1"); return x')).toBe(2);
  });

  test('may call a Lua function that it was given', () => {
    const lua = new LuaContext({ apply: (f: LuaFunction, x: number) => f(x) });
    expect(lua.executeScript('return apply(function(n) return n * 2 end, 21)')).toBe(42);
  });

  test('may read and write globals', () => {
    const lua: LuaContext = new LuaContext({ copy: () => lua.setGlobal('b', lua.getGlobal<number>('a')) });
    expect(lua.executeScript('a = 5; copy(); return b')).toBe(5);
  });

  test('keeps its own arguments and results apart from those of the scripts that it runs', () => {
    const lua: LuaContext = new LuaContext({
      f: (...args: string[]) => {
        lua.executeScript('return 1, 2, 3, "other"', { args: ['x', 'y', 'z'] });
        return args.join();
      },
    });
    expect(lua.executeScript('return "before", f("a", "b"), "after"')).toEqual(['before', 'a,b', 'after']);
  });

  test('may run a script in another context', () => {
    const other = new LuaContext();
    const lua = new LuaContext({ ask: (text: string) => other.executeScript(text) });
    expect(lua.executeScript('return ask("return 1 + 1")')).toBe(2);
  });

  test('may be called from a coroutine and run a script meanwhile', () => {
    const lua: LuaContext = new LuaContext({ f: () => lua.executeScript('return 5') });
    expect(lua.executeScript('return coroutine.wrap(function() return f() + 1 end)()')).toBe(6);
  });

  test('sees the error of a script that it runs, and may go on', () => {
    const lua: LuaContext = new LuaContext({
      f: () => thrownBy(LuaError, () => lua.executeScript('error("inner", 0)')).message,
    });
    expect(lua.executeScript('return f() .. "!"')).toBe('inner!');
  });

  test('passes the error of a script that it runs on as the same object', () => {
    let inner: unknown;
    const lua: LuaContext = new LuaContext({
      f: () => {
        inner = caughtFrom(() => lua.executeScript('error("inner")'));
        throw inner;
      },
    });
    expect(caughtFrom(() => lua.executeScript('f()'))).toBe(inner);
  });
});

describe('Lua that is called back', () => {
  const spin = 'for i = 1, 6000 do end';

  test('spends the budget of its caller', () => {
    const lua: LuaContext = new LuaContext({ f: () => lua.executeScript(spin) });
    const run = () => lua.executeScript('f() f()', { limits: { maxInstructions: 10_000 } });
    expect(thrownBy(LuaLimitError, run).used).toBe(10_000);
  });

  test.each<[string, ExecutionOptions]>([
    ['limits', { limits: { maxInstructions: 5 } }],
    ['a profile', { profile: 'unlimited' }],
  ])('cannot have limits of its own: %s', (_, options) => {
    const lua: LuaContext = new LuaContext({ f: () => lua.executeScript('return 1', options) });
    const error = thrownBy(LuaOptionError, () => lua.executeScript('f()'));
    expect(error.message).toMatch(/must be left out while a script is running/);
  });

  test('cannot have a signal of its own that is ignored', () => {
    const controller = new AbortController();
    const lua: LuaContext = new LuaContext({
      stop: () => controller.abort(),
      f: () => lua.executeScript('stop() for i = 1, 100000 do end', { signal: controller.signal }),
    });
    expect(() => lua.executeScript('f()')).toThrow();
  });

  test('ends its caller when it ends, though the host function catches the error', () => {
    const after: string[] = [];
    const lua: LuaContext = new LuaContext({
      f: () => caughtFrom(() => lua.executeScript('while true do end')) && undefined,
      after: () => after.push('called'),
    });
    const run = () => lua.executeScript('pcall(f) after()', { limits: { maxInstructions: 10_000 } });
    expect(thrownBy(LuaLimitError, run).resource).toBe('instructions');
    expect(after).toEqual([]);
  });

  test('cannot be run by the host function once its caller has ended', () => {
    const outcomes: unknown[] = [];
    const lua: LuaContext = new LuaContext({
      f: () => {
        caughtFrom(() => lua.executeScript('while true do end'));
        outcomes.push(caughtFrom(() => lua.executeScript('ran = true')));
      },
    });
    caughtFrom(() => lua.executeScript('f()', { limits: { maxInstructions: 10_000 } }));
    expect(outcomes).toEqual([expect.any(LuaLimitError)]);
    expect(lua.getGlobal('ran')).toBeNull();
  });

  test('recurses through the host until Lua says that it is too deep', () => {
    const lua: LuaContext = new LuaContext({ f: () => lua.executeScript('f()') });
    expect(thrownBy(LuaError, () => lua.executeScript('f()')).message).toMatch(/stack overflow/);
  });

  test('leaves the context whole when it was too deep', () => {
    const lua: LuaContext = new LuaContext({ f: () => lua.executeScript('f()') });
    caughtFrom(() => lua.executeScript('f()'));
    expect(lua.executeScript('return 1')).toBe(1);
  });
});

describe('while a value is being converted', () => {
  test('Lua cannot run', () => {
    const lua = new LuaContext();
    const value = {
      get field() {
        return lua.executeScript('return 1');
      },
    };
    expect(thrownBy(LuaStateError, () => lua.setGlobal('x', untyped(value))).message).toMatch(
      /being converted/,
    );
  });

  test('a getter that throws ends it with that error', () => {
    const broken = new TypeError('mine');
    const value = {
      get field() {
        throw broken;
      },
    };
    expect(caughtFrom(() => new LuaContext().setGlobal('x', untyped(value)))).toBe(broken);
  });

  test('a getter that throws a RangeError ends it with that error', () => {
    const broken = new RangeError('mine');
    const value = {
      get field() {
        throw broken;
      },
    };
    expect(caughtFrom(() => new LuaContext().setGlobal('x', untyped(value)))).toBe(broken);
  });
});
