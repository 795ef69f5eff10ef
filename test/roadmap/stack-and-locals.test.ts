import { describe, expect, test } from 'vitest';
import {
  type LocalVariable,
  LuaContext,
  type LuaContextOptions,
  type LuaFunction,
  LuaOptionError,
  type StackFrame,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

/** What `see()` in a script shows of the stack. */
function stackIn(script: string, options: LuaContextOptions = {}, limit?: number): readonly StackFrame[] {
  let stack: readonly StackFrame[] = [];
  const lua: LuaContext = new LuaContext(
    {
      see: () => {
        stack = lua.getStack(limit);
      },
    },
    options,
  );
  lua.executeScript(script, { chunkName: '@job.lua' });
  return stack;
}

/** What `see()` in a script shows of the local variables of its caller. */
function localsIn(script: string, options: LuaContextOptions = {}, level = 1): readonly LocalVariable[] {
  let locals: readonly LocalVariable[] = [];
  const lua: LuaContext = new LuaContext(
    {
      see: () => {
        locals = lua.getLocals(level);
      },
    },
    options,
  );
  lua.executeScript(script);
  return locals;
}

const where = (stack: readonly StackFrame[]) =>
  stack.map(({ what, name, currentLine }) => `${what} ${name} ${currentLine}`);

describe('getStack', () => {
  test('begins with the host function that asks, and leads to the chunk', () => {
    const stack = stackIn('local function f()\nsee()\nend\nfunction g()\nf()\nend\ng()');
    expect(where(stack)).toEqual(['C see -1', 'Lua f 2', 'Lua g 5', 'main  7']);
  });

  test('begins in a hook with the function that it is called for', () => {
    const lua = new LuaContext();
    const stacks: string[][] = [];
    lua.setHook(() => void stacks.push(where(lua.getStack())), { line: true });
    lua.executeScript('local function f()\nreturn 1\nend\nlocal x = f()');
    expect(stacks.at(-1)).toEqual(['Lua f 2', 'main  4']);
  });

  test('has what debug.getinfo knows of a function', () => {
    const [, f] = stackIn('local t = {} function t.f()\nsee()\nend\nt.f()');
    expect(f).toEqual({
      name: 'f',
      nameWhat: 'field',
      what: 'Lua',
      source: '@job.lua',
      shortSource: 'job.lua',
      currentLine: 2,
      lineDefined: 1,
      lastLineDefined: 3,
      isTailCall: false,
    } satisfies StackFrame);
  });

  test('agrees with debug.getinfo', () => {
    const script = `local function f() see() return debug.getinfo(1, 'nSlt') end local info = f() return info`;
    let f: StackFrame | undefined;
    const lua: LuaContext = new LuaContext(
      {
        see: () => {
          f = lua.getStack()[1];
        },
      },
      { libraries: 'all' },
    );
    const info = lua.executeScript<Record<string, unknown>>(script);
    expect(f).toEqual({
      name: info['name'],
      nameWhat: info['namewhat'],
      what: info['what'],
      source: info['source'],
      shortSource: info['short_src'],
      currentLine: info['currentline'],
      lineDefined: info['linedefined'],
      lastLineDefined: info['lastlinedefined'],
      isTailCall: info['istailcall'],
    });
  });

  test('marks a tail call', () => {
    const [, f] = stackIn('local function f()\nsee()\nend\nlocal function g() return f() end\ng()');
    expect(f).toMatchObject({ name: '', isTailCall: true });
  });

  test('goes on through the coroutines that wait', () => {
    const stack = stackIn('local co = coroutine.wrap(function()\nsee()\nend)\nco()');
    expect(where(stack)).toEqual(['C see -1', 'Lua  2', 'C co -1', 'main  4']);
  });

  test('goes on through functions of the host', () => {
    let stack: readonly StackFrame[] = [];
    const lua: LuaContext = new LuaContext({
      see: () => {
        stack = lua.getStack();
      },
      again: () => lua.executeScript('see()', { chunkName: '=inner' }),
    });
    lua.executeScript('again()', { chunkName: '=outer' });
    expect(stack.map(({ shortSource }) => shortSource)).toEqual(['[C]', 'inner', '[C]', 'outer']);
  });

  test('is empty where nothing is running', () => {
    expect(new LuaContext().getStack()).toEqual([]);
  });

  test('has the innermost 200 functions, unless told otherwise', () => {
    const deep = 'local function f(n) if n == 0 then see() else f(n - 1) end return n end f(1000)';
    expect([stackIn(deep).length, stackIn(deep, {}, 3).length, stackIn(deep, {}, 2000).length]).toEqual([
      200, 3, 1003,
    ]);
  });

  test('shows as much of the text of a script as a message would, and no more than 1,000 bytes of it', () => {
    let source = '';
    const lua: LuaContext = new LuaContext({
      see: () => {
        source = lua.getStack()[1]?.source ?? '';
      },
    });
    const script = `see() ${'-- '.repeat(10_000)}`;
    lua.executeScript(script);
    expect(source).toBe(script.slice(0, 1000));
  });

  test('is text whatever the options say', () => {
    expect(stackIn('see()', { binaryStrings: true })[0]?.name).toBe('see');
  });

  test.each([-1, 1.5, Number.NaN, untyped('1')])('with the limit %s is refused', (limit) => {
    expect(thrownBy(LuaOptionError, () => new LuaContext().getStack(limit)).message).toContain('limit');
  });
});

describe('getLocals', () => {
  test('has the variables in scope, with their values', () => {
    const script =
      'local a, b = 1, "two"\nlocal function f(x)\nlocal y = x + 1\nsee()\nlocal z = 3\nend\nf(5)';
    expect(localsIn(script)).toEqual([
      { name: 'x', value: 5 },
      { name: 'y', value: 6 },
    ]);
  });

  test('has those of any function that is active', () => {
    const script = 'local a = 1 local function f() local b = 2 see() end f()';
    expect(localsIn(script, {}, 2).slice(0, 1)).toEqual([{ name: 'a', value: 1 }]);
  });

  test('has two of one name in the order of their declarations', () => {
    expect(localsIn('local x = 1 do local x = 2 see() end')).toEqual([
      { name: 'x', value: 1 },
      { name: 'x', value: 2 },
    ]);
  });

  test('has the values of ...', () => {
    expect(localsIn('local function f(a, ...) see() end f(1, 2, nil, "x")')).toEqual([
      { name: 'a', value: 1 },
      { name: '(vararg)', value: 2 },
      { name: '(vararg)', value: null },
      { name: '(vararg)', value: 'x' },
    ]);
  });

  test('leaves out what Lua keeps for itself', () => {
    expect(localsIn('for i = 1, 1 do local x = i see() end').map(({ name }) => name)).toEqual(['i', 'x']);
  });

  test('has tables themselves, not copies', () => {
    const lua: LuaContext = new LuaContext({
      see: () => {
        const [t] = lua.getLocals(1);
        (t?.value as { x: number }).x = 2;
      },
    });
    expect(lua.executeScript('local t = { x = 1 } see() return t.x')).toBe(2);
  });

  test('has tables that contain themselves', () => {
    const [t] = localsIn('local t = {} t.t = t see()');
    expect(t?.name).toBe('t');
  });

  test('has functions that can be called', () => {
    const lua: LuaContext = new LuaContext({
      see: () => (lua.getLocals(1)[0] as { value: LuaFunction }).value(),
    });
    expect(lua.executeScript('local function f() return 42 end return (see())')).toBe(42);
  });

  test('has objects of the host as they are', () => {
    const object = { secret: 1 };
    let seen: unknown;
    const lua: LuaContext = new LuaContext({
      see: () => {
        seen = lua.getLocals(1)[0]?.value;
      },
    });
    lua.setUserdata('host', object);
    lua.executeScript('local h = host see()');
    expect(seen).toBe(object);
  });

  test('has nothing of a function that is not written in Lua', () => {
    expect(localsIn('see(1, 2)', {}, 0)).toEqual([]);
  });

  test('works in a hook', () => {
    const lua = new LuaContext();
    const seen: unknown[] = [];
    lua.setHook(
      (_event, line) => {
        if (line === 3) seen.push(...lua.getLocals(0));
      },
      { line: true },
    );
    lua.executeScript('local a = 1\nlocal b = a + 1\nreturn b');
    expect(seen).toEqual([
      { name: 'a', value: 1 },
      { name: 'b', value: 2 },
    ]);
  });

  test('works for the functions of coroutines that wait', () => {
    const script = 'local x = 1 local co = coroutine.wrap(function() local y = 2 see() end) co()';
    expect([localsIn(script, {}, 1), localsIn(script, {}, 3)[0]]).toEqual([
      [{ name: 'y', value: 2 }],
      { name: 'x', value: 1 },
    ]);
  });

  test('shows null for what has no counterpart in JavaScript', () => {
    const script = 'local id = debug.upvalueid(function() return see end, 1) see()';
    expect(localsIn(script, { libraries: 'all' })).toEqual([{ name: 'id', value: null }]);
  });

  test('is not given to the converters of the host', () => {
    let seen: unknown;
    const lua: LuaContext = new LuaContext({
      see: () => {
        seen = lua.getLocals(1);
      },
    });
    lua.registerFromLuaConverter(
      () => true,
      () => lua.executeScript('return 1'),
    );
    lua.executeScript('local a, b = { 1 }, "x" see()');
    expect(seen).toMatchObject([{ name: 'a' }, { name: 'b', value: 'x' }]);
  });

  test.each([5, 2 ** 31 - 1])('of a function that is not there is refused: level %i', (level) => {
    expect(thrownBy(LuaOptionError, () => localsIn('see()', {}, level)).message).toContain('level');
  });

  test.each([-1, 0.5, untyped(undefined)])('with the level %s is refused', (level) => {
    expect(thrownBy(LuaOptionError, () => new LuaContext().getLocals(level)).message).toContain('level');
  });
});
