import { describe, expect, test } from 'vitest';
import {
  type HookEvent,
  type HookOptions,
  LuaContext,
  type LuaGlobals,
  LuaLimitError,
  LuaOptionError,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

type Seen = [event: HookEvent, line: number, name: string];

/** A context whose hook notes what it is called with. */
function watched(options: HookOptions, globals: LuaGlobals = {}): { lua: LuaContext; seen: Seen[] } {
  const lua = new LuaContext(globals);
  const seen: Seen[] = [];
  lua.setHook((...event) => void seen.push(event), options);
  return { lua, seen };
}

function eventsOf(source: string, options: HookOptions): Seen[] {
  const { lua, seen } = watched(options);
  lua.executeScript(source);
  return seen;
}

const linesOf = (seen: readonly Seen[]) => seen.map(([, line]) => line);

describe('the road map', () => {
  test('a line hook is told the lines of a script in their order', () => {
    expect(linesOf(eventsOf('local x = 1\nlocal y = 2\n\nx = y', { line: true }))).toEqual([1, 2, 4]);
  });

  test('a hook is told of calls and returns', () => {
    const script = 'local function f() return 1 end\nlocal x = f()\n';
    expect(eventsOf(script, { call: true, return: true })).toEqual([
      ['call', 1, ''],
      ['call', 1, 'f'],
      ['return', 1, 'f'],
      ['return', 2, ''],
    ]);
  });

  test('removeHook stops further calls', () => {
    const { lua, seen } = watched({ line: true });
    lua.executeScript('local x = 1');
    const before = seen.length;
    lua.removeHook();
    lua.executeScript('local x = 1');
    expect([before, seen.length]).toEqual([1, 1]);
  });

  test('a hook does not change what a script returns', () => {
    const script = 'local t = {} for i = 1, 10 do t[i] = i * i end return table.concat(t, " "), #t';
    const { lua } = watched({ call: true, return: true, line: true, count: 1 });
    expect(lua.executeScript(script)).toEqual(new LuaContext().executeScript(script));
  });
});

describe('events', () => {
  test('a loop on one line is told at each round', () => {
    expect(eventsOf('for i = 1, 5 do local x = i end', { line: true }).length).toBeGreaterThanOrEqual(5);
  });

  test('a tail call is told as one, and has no return', () => {
    const script = 'local function g() end\nlocal function f() return g() end\nf()';
    const events = eventsOf(script, { call: true, return: true }).map(([event]) => event);
    expect(events).toEqual(['call', 'call', 'tail call', 'return', 'return']);
  });

  test('a function of a library has a name and no line', () => {
    expect(eventsOf('local x = string.rep("x", 3)', { call: true })[1]).toEqual(['call', -1, 'rep']);
  });

  test('a host function is told as one of a library', () => {
    const { lua, seen } = watched({ call: true, return: true }, { f: () => 1 });
    lua.executeScript('f()');
    expect(seen.slice(1, 3)).toEqual([
      ['call', -1, 'f'],
      ['return', -1, 'f'],
    ]);
  });

  test('a count hook is called each so many instructions', () => {
    const count = (every: number) => eventsOf('for i = 1, 10000 do end', { count: every }).length;
    expect([Math.round(count(100) / 10), Math.round(count(1000))]).toEqual([10, 10]);
  });

  test('all of them come in the order in which they happen', () => {
    const script = 'local function f()\nreturn 1\nend\nlocal x = f()';
    const events = eventsOf(script, { call: true, return: true, line: true });
    expect(events.map(([event, line]) => `${event} ${line}`)).toEqual([
      'call 3',
      'line 3',
      'line 4',
      'call 2',
      'line 2',
      'return 2',
      'return 4',
    ]);
  });

  test('of the functions that report an error to the host none is told', () => {
    const { lua, seen } = watched({ call: true, return: true });
    caughtFrom(() => lua.executeScript('error("x")'));
    expect(seen.map(([, , name]) => name)).toEqual(['', 'error']);
  });

  test('a finalizer is not watched, as in Lua', () => {
    const { lua, seen } = watched({ line: true });
    lua.executeScript('setmetatable({}, { __gc = function()\nlocal x = 1\nend })');
    seen.length = 0;
    lua.gc('collect');
    expect(seen).toEqual([]);
  });

  test('of a name of any length a part is told', () => {
    const name = 'f'.repeat(100_000);
    const { lua, seen } = watched({ call: true });
    lua.executeScript(`function ${name}() end ${name}()`);
    expect(seen[1]?.[2]).toBe('f'.repeat(256));
  });

  test('onResourceWarning is watched, as any function of the script', () => {
    const lua = new LuaContext({}, { maxInstructions: 100_000, warningThreshold: 0.5 });
    const names: string[] = [];
    lua.setHook((_event, _line, name) => void names.push(name), { call: true });
    lua.executeScript('function onResourceWarning() warned = true end for i = 1, 60000 do end');
    expect([lua.getGlobal('warned'), names.length]).toEqual([true, 2]);
  });
});

describe('coroutines', () => {
  const script = 'co = coroutine.create(function()\nlocal x = 1\ncoroutine.yield()\nx = 2\nend)';

  test('made after the hook are watched', () => {
    const { lua, seen } = watched({ line: true });
    lua.executeScript(`${script} coroutine.resume(co) coroutine.resume(co)`);
    expect(linesOf(seen).filter((line) => line > 1 && line < 5)).toEqual([2, 3, 4]);
  });

  test('made before the hook are watched', () => {
    const lua = new LuaContext();
    lua.executeScript(`${script} coroutine.resume(co)`);
    const lines: number[] = [];
    lua.setHook((_event, line) => void lines.push(line), { line: true });
    lua.executeScript('coroutine.resume(co)', { chunkName: '=second' });
    expect(lines).toEqual([1, 4, 5]);
  });

  test('are watched no longer once the hook is removed', () => {
    const { lua, seen } = watched({ line: true });
    lua.executeScript(`${script} coroutine.resume(co)`);
    lua.removeHook();
    seen.length = 0;
    lua.executeScript('coroutine.resume(co)');
    expect(seen).toEqual([]);
  });

  test('that the host resumes are watched', () => {
    const lua = new LuaContext();
    const coroutine = lua.createCoroutine('return function()\nlocal x = 1\nend');
    const lines: number[] = [];
    lua.setHook((_event, line) => void lines.push(line), { line: true });
    coroutine.resume();
    expect(lines).toEqual([2, 3]);
  });

  test('yield and go on as without a hook', () => {
    const { lua } = watched({ call: true, return: true, line: true, count: 1 });
    const sum = `local sum = 0
      local next = coroutine.wrap(function() for i = 1, 100 do coroutine.yield(i) end end)
      for i = 1, 100 do sum = sum + next() end
      return sum`;
    expect(lua.executeScript(sum)).toBe(5050);
  });

  test('watch a hook set by a host function that one of them called, and those that wait for it', () => {
    const lines: number[] = [];
    const lua: LuaContext = new LuaContext({
      watch: () => lua.setHook((_event, line) => void lines.push(line), { line: true }),
    });
    lua.executeScript('coroutine.wrap(function()\nwatch()\nlocal x = 1\nend)()\nlocal y = 2');
    expect(lines).toEqual([3, 4, 5]);
  });
});

describe('what a hook may do', () => {
  test('call Lua, without being called for it', () => {
    const { lua, seen } = watched({ call: true });
    lua.executeScript('function f() return 42 end');
    seen.length = 0;
    const results: unknown[] = [];
    lua.setHook(
      (event, _line, name) => {
        seen.push([event, 0, name]);
        results.push(lua.call('f'), lua.executeScript('return coroutine.wrap(f)()'));
      },
      { call: true },
    );
    lua.executeScript('f()');
    expect([results, seen.map(([, , name]) => name)]).toEqual([
      [42, 42, 42, 42],
      ['', 'f'],
    ]);
  });

  test('remove itself', () => {
    const lua = new LuaContext();
    let calls = 0;
    lua.setHook(
      () => {
        calls++;
        lua.removeHook();
      },
      { line: true },
    );
    lua.executeScript('local x = 1\nlocal y = 2\nlocal z = 3');
    expect(calls).toBe(1);
  });

  test('put another in its place', () => {
    const lua = new LuaContext();
    const seen: string[] = [];
    lua.setHook(
      (_event, line) => {
        seen.push(`first ${line}`);
        lua.setHook((_e, next) => void seen.push(`second ${next}`), { line: true });
      },
      { line: true },
    );
    lua.executeScript('local x = 1\nlocal y = 2\nlocal z = 3');
    expect(seen).toEqual(['first 1', 'second 2', 'second 3']);
  });

  test('cancel the execution', () => {
    const lua = new LuaContext();
    const lines: number[] = [];
    lua.setHook(
      (_event, line) => {
        lines.push(line);
        lua.cancel();
      },
      { line: true },
    );
    const error = thrownBy(LuaLimitError, () => lua.executeScript('local x = 1\nlocal y = 2\nreturn x'));
    expect([error.resource, lines]).toEqual(['aborted', [1]]);
  });

  test('change a global, which the next line sees', () => {
    const lua = new LuaContext();
    lua.setHook((_event, line) => line === 2 && lua.setGlobal('x', 7), { line: true });
    expect(lua.executeScript('x = 1\nreturn x')).toBe(7);
  });

  test('not give anything back: what it returns is dropped', () => {
    const lua = new LuaContext();
    lua.setHook(() => untyped('dropped'), { line: true, call: true });
    expect(lua.executeScript('local function f() return 1 end return f()')).toBe(1);
  });
});

describe('a hook that throws', () => {
  const failure = new RangeError('enough');
  const throwing = (options: HookOptions = { line: true }) => {
    const lua = new LuaContext();
    lua.setHook((_event, line) => {
      if (line !== 1) throw failure;
    }, options);
    return lua;
  };

  test('ends the script with the same object', () => {
    expect(caughtFrom(() => throwing().executeScript('local x = 1\nx = 2'))).toBe(failure);
  });

  test('cannot be caught by the script', () => {
    const lua = throwing();
    const script = 'pcall(function()\nlocal x = 1\nend) caught = true';
    expect([caughtFrom(() => lua.executeScript(script)), lua.getGlobal('caught')]).toEqual([failure, null]);
  });

  test('cannot be caught in a coroutine', () => {
    const lua = throwing();
    const script = 'co = coroutine.create(function()\nlocal x = 1\nend) coroutine.resume(co) caught = true';
    expect([caughtFrom(() => lua.executeScript(script)), lua.getGlobal('caught')]).toEqual([failure, null]);
  });

  test('adds the Lua stack to an error', () => {
    const error = new Error('x');
    const lua = new LuaContext();
    lua.setHook(
      () => {
        throw error;
      },
      { line: true },
    );
    caughtFrom(() => lua.executeScript('local x = 1', { chunkName: '=job' }));
    expect((error as { luaTraceback?: string }).luaTraceback).toContain('job:1: in main chunk');
  });

  test('may throw anything', () => {
    const lua = new LuaContext();
    lua.setHook(
      () => {
        throw 'text';
      },
      { line: true },
    );
    expect(caughtFrom(() => lua.executeScript('return 1'))).toBe('text');
  });

  test.each(['call', 'return', 'count'] as const)('does so from an event %s too', (event) => {
    const lua = new LuaContext();
    lua.setHook(
      () => {
        throw failure;
      },
      event === 'count' ? { count: 1 } : { [event]: true },
    );
    expect(caughtFrom(() => lua.executeScript('return tostring(1)'))).toBe(failure);
  });

  test('leaves the context whole', () => {
    const lua = throwing();
    caughtFrom(() => lua.executeScript('local x = 1\nx = 2'));
    lua.removeHook();
    expect(lua.executeScript('return 1 + 1')).toBe(2);
  });

  test('is called again in the next execution', () => {
    const lua = throwing();
    caughtFrom(() => lua.executeScript('local x = 1\nx = 2'));
    expect(caughtFrom(() => lua.executeScript('local x = 1\nx = 2'))).toBe(failure);
  });
});

describe('reset', () => {
  test('keeps the hook', () => {
    const { lua, seen } = watched({ line: true });
    lua.reset();
    lua.executeScript('local x = 1\nx = 2');
    expect(linesOf(seen)).toEqual([1, 2]);
  });

  test('does not call it', () => {
    const { lua, seen } = watched({ line: true, call: true, return: true });
    lua.reset();
    expect(seen).toEqual([]);
  });

  test('does not bring back one that was removed', () => {
    const { lua, seen } = watched({ line: true });
    lua.removeHook();
    lua.reset();
    lua.executeScript('local x = 1');
    expect(seen).toEqual([]);
  });
});

describe('bad arguments', () => {
  const lua = new LuaContext();
  const hook = () => {};
  const refused: readonly [string, () => unknown][] = [
    ['no event', () => lua.setHook(hook, {})],
    ['only events that are off', () => lua.setHook(hook, { line: false })],
    ['no options', () => lua.setHook(hook, untyped(undefined))],
    ['an unknown event', () => lua.setHook(hook, untyped({ lines: true }))],
    ['an event that is not a boolean', () => lua.setHook(hook, { line: untyped(1) })],
    ['a count of 0', () => lua.setHook(hook, { count: 0 })],
    ['a count with a fraction', () => lua.setHook(hook, { count: 1.5 })],
    ['a count beyond 32 bits', () => lua.setHook(hook, { count: 2 ** 31 })],
    ['a callback that is no function', () => lua.setHook(untyped('f'), { line: true })],
  ];

  test.each(refused)('%s is refused', (_, action) => {
    expect(thrownBy(LuaOptionError, action).code).toBe('ERR_LUA_OPTION');
  });

  test('leave the hook that is set', () => {
    const { lua: kept, seen } = watched({ line: true });
    caughtFrom(() => kept.setHook(hook, {}));
    kept.executeScript('local x = 1');
    expect(seen).toHaveLength(1);
  });
});

describe('debug.sethook, where scripts have it,', () => {
  const open = () => new LuaContext({}, { libraries: 'all' });
  const script =
    'lines = 0 debug.sethook(function() lines = lines + 1 end, "l")\nlocal x = 1\nx = 2\nreturn lines';

  test('works', () => {
    expect(open().executeScript(script)).toBe(3);
  });

  test('ends with the execution', () => {
    const lua = open();
    lua.executeScript(script);
    lua.executeScript('local y = 1\ny = 2');
    expect([lua.getGlobal('lines'), lua.executeScript('return debug.gethook()')]).toEqual([3, null]);
  });

  test('ends with the execution in coroutines too', () => {
    const lua = open();
    lua.executeScript(`lines = 0
      co = coroutine.create(function()
        debug.sethook(function() lines = lines + 1 end, "l")
        coroutine.yield()
        local x = 1
        coroutine.yield(debug.gethook())
      end)
      coroutine.resume(co)`);
    const before = lua.getGlobal('lines');
    expect([lua.executeScript('return coroutine.resume(co)'), lua.getGlobal('lines')]).toEqual([
      [true, null],
      before,
    ]);
  });

  test('ends with an execution that a limit ends', () => {
    const lua = open();
    const endless = 'debug.sethook(function() end, "l") while true do end';
    caughtFrom(() => lua.executeScript(endless, { limits: { maxInstructions: 10_000 } }));
    expect(lua.executeScript('return debug.gethook()')).toBe(null);
  });

  test('has no effect while the host has a hook', () => {
    const lua = open();
    const lines: number[] = [];
    lua.setHook((_event, line) => void lines.push(line), { line: true });
    expect([lua.executeScript(script), lines]).toEqual([0, [1, 2, 3, 4]]);
  });

  test('cannot remove the hook of the host', () => {
    const lua = open();
    const lines: number[] = [];
    lua.setHook((_event, line) => void lines.push(line), { line: true });
    lua.executeScript('debug.sethook()\nlocal x = 1');
    expect(lines).toEqual([1, 2]);
  });

  test('sees no more of the hook of the host than that there is one', () => {
    const lua = open();
    lua.setHook(() => {}, { line: true });
    expect(lua.executeScript('return debug.gethook()')).toEqual(['external hook', 'l', 0]);
  });

  test('gives way to a hook that the host sets meanwhile', () => {
    const lines: number[] = [];
    const lua: LuaContext = new LuaContext(
      { watch: () => lua.setHook((_event, line) => void lines.push(line), { line: true }) },
      { libraries: 'all' },
    );
    expect(
      lua.executeScript('n = 0 debug.sethook(function() n = n + 1 end, "l") watch()\nlocal x = 1\nreturn n'),
    ).toBe(0);
    expect(lines).toEqual([2, 3]);
  });
});
