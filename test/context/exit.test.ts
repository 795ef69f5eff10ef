import { describe, expect, test } from 'vitest';
import { LuaContext, LuaExitError, TidelockError } from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

const options = { libraries: 'all' } as const;

describe('os.exit (manual section 6.10)', () => {
  test.each([
    ['os.exit()', 0],
    ['os.exit(true)', 0],
    ['os.exit(false)', 1],
    ['os.exit(3)', 3],
    ['os.exit(-1, true)', -1],
  ])('%s ends the script with status %i', (script, status) => {
    const error = thrownBy(LuaExitError, () => new LuaContext({}, options).executeScript(script));
    expect(error).toMatchObject({
      status,
      code: 'ERR_LUA_EXIT',
      message: `the script ended itself: os.exit with status ${status}`,
    });
    expect(error).toBeInstanceOf(TidelockError);
  });

  test.each([
    ['pcall', 'pcall(os.exit, 5)'],
    ['xpcall', 'xpcall(os.exit, function() survived() end, 5)'],
    ['a coroutine', 'coroutine.wrap(function() pcall(os.exit, 5) survived() end)()'],
    [
      'a closing value',
      'local x <close> = setmetatable({}, { __close = function() survived() end }) os.exit(5, true)',
    ],
    ['a finalizer', 'setmetatable({}, { __gc = function() os.exit(5) end }) collectgarbage()'],
  ])('is not caught by %s', (_, script) => {
    let survivals = 0;
    const lua = new LuaContext({ survived: () => survivals++ }, options);
    const error = thrownBy(LuaExitError, () => lua.executeScript(`${script} survived()`));
    expect([error.status, survivals]).toEqual([5, 0]);
  });

  test('leaves the context usable, with its globals', () => {
    const lua = new LuaContext({}, options);
    caughtFrom(() => lua.executeScript('x = 5 os.exit()'));
    expect(lua.executeScript('return x')).toBe(5);
  });

  test('ends the scripts around it as well', () => {
    const lua = new LuaContext({}, options);
    lua.setGlobal('run', (script: unknown) => lua.executeScript(String(script)));
    const error = thrownBy(LuaExitError, () =>
      lua.executeScript("pcall(run, 'os.exit(4)') return 'went on'"),
    );
    expect(error.status).toBe(4);
  });

  test('ends a call of a Lua function and a coroutine', () => {
    const lua = new LuaContext({}, options);
    const exit = lua.executeScript<() => void>('return function() os.exit(6) end');
    expect(thrownBy(LuaExitError, exit).status).toBe(6);
    expect(
      thrownBy(LuaExitError, () => lua.createCoroutine('return function() os.exit(7) end').resume()).status,
    ).toBe(7);
  });

  test('is absent in the sandbox', () => {
    expect(new LuaContext().executeScript('return os.exit')).toBeNull();
  });

  test('refuses what is no status', () => {
    const lua = new LuaContext({}, options);
    expect(lua.executeScript('return pcall(os.exit, "x")')).toEqual([
      false,
      "bad argument #1 to 'os.exit' (number expected, got string)",
    ]);
  });
});
