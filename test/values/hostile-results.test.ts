import { describe, expect, test } from 'vitest';
import {
  LuaContext,
  type LuaContextOptions,
  LuaConversionError,
  LuaError,
  LuaLimitError,
} from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

/** Values that are small in Lua and large, or endless, as copies. */
const bombs: readonly [string, string][] = [
  ['tables nested 100,000 deep', 'local t = {} for i = 1, 100000 do t = { t } end'],
  ['ten million entries', 'local t = {} for i = 1, 1e7 do t[i] = i end'],
  ['2^40 tables', 'local t = {} for i = 1, 40 do t = { t, t } end'],
  ['2^40 tables as fields', 'local t = {} for i = 1, 40 do t = { a = t, b = t } end'],
  ['a table that contains itself', 'local t = {} t.t = t'],
  ['tables that contain each other', 'local a, t = {}, {} a.t = t t.a = a'],
  ['a table that is its own key', 'local t = {} t[t] = 1'],
];

const doors: readonly [string, string][] = [
  ['as a result', 'return t'],
  ['among results', 'return 1, t, 2'],
  ['as an argument', 'host(t)'],
  ['as an argument, with pcall', 'while true do pcall(host, t) end'],
  ['in a coroutine', 'coroutine.wrap(function() host(t) end)()'],
  ['as an error', 'error(t)'],
];

const options: LuaContextOptions = { maxInstructions: 20_000_000, maxMemory: '50MB', timeout: '5s' };

describe.each(bombs)('%s', (_, bomb) => {
  test.each(doors)('%s end as an error', (_name, door) => {
    const lua = new LuaContext({ host: () => 1 }, options);
    const caught = caughtFrom(() => lua.executeScript(`${bomb} ${door}`));
    expect(caught instanceof LuaError || caught instanceof LuaLimitError).toBe(true);
  });

  test('through getGlobal', () => {
    const lua = new LuaContext({}, options);
    caughtFrom(() => lua.executeScript(`${bomb} global = t`));
    const caught = caughtFrom(() => lua.getGlobal('global'));
    expect(caught === undefined || caught instanceof LuaError || caught instanceof LuaLimitError).toBe(true);
  });

  test('the context works afterwards', () => {
    const lua = new LuaContext({ host: () => 1 }, options);
    caughtFrom(() => lua.executeScript(`${bomb} return t`));
    expect(lua.executeScript('return 1')).toBe(1);
  });
});

test('2^40 tables end by memory where nothing else is limited', () => {
  const lua = new LuaContext({}, { profile: 'unlimited', maxMemory: '100MB' });
  const script = 'local t = {} for i = 1, 40 do t = { t, t } end return t';
  expect(thrownBy(LuaLimitError, () => lua.executeScript(script)).resource).toBe('memory');
});

describe('one long string in many places', () => {
  const script = 'local s = ("x"):rep(4e6) local t = {} for i = 1, 50 do t[i] = s end';

  function growth(door: string, globals = {}): number {
    const lua = new LuaContext(globals, { maxMemory: '10MB' });
    const before = process.memoryUsage();
    const kept = [
      caughtFrom(() => lua.executeScript(script)),
      caughtOrResult(() => lua.executeScript(`${script} ${door}`)),
    ];
    const after = process.memoryUsage();
    void kept;
    return after.heapUsed + after.external - before.heapUsed - before.external;
  }

  test('does not take the memory of many as a result', () => {
    expect(growth('return t')).toBeLessThan(60e6);
  });

  test('does not take the memory of many as arguments', () => {
    const kept: unknown[] = [];
    expect(
      growth('host(table.unpack(t))', { host: (...values: unknown[]) => void kept.push(...values) }),
    ).toBeLessThan(60e6);
  });
});

describe('text that is not UTF-8', () => {
  test('takes little longer than text that is', () => {
    const lua = new LuaContext({}, { maxMemory: '50MB' });
    const time = (script: string) => {
      const start = performance.now();
      lua.executeScript(script);
      return performance.now() - start;
    };
    const plain = time('return ("abc"):rep(3e6)');
    expect(time('return ("\\xed\\xa0\\x80"):rep(3e6)')).toBeLessThan(10 * plain + 200);
  });
});

function caughtOrResult(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

/**
 * Doubles whose hashes in V8 end in the same 30 bits: its function (ComputeLongHash) is a chain of steps each of which
 * can be undone. An engine that hashes them otherwise makes a Map of them like any other.
 */
function collidingNumbers(count: number): number[] {
  const mask = 2n ** 64n - 1n;
  const inverse = (factor: bigint) => {
    let found = 1n;
    for (let i = 0; i < 6; i++) found = (found * (2n - factor * found)) & mask;
    return found;
  };
  const unshift = (value: bigint, by: bigint) => {
    let found = value;
    for (let i = 0; i < 6; i++) found = value ^ (found >> by);
    return found;
  };
  const [of65, of21, ofShift] = [inverse(65n), inverse(21n), inverse(2n ** 18n - 1n)];
  const view = new DataView(new ArrayBuffer(8));
  const numbers: number[] = [];
  for (let i = 1n; numbers.length < count; i++) {
    const third = (unshift(i << 30n, 22n) * of65) & mask;
    const second = (unshift(third, 11n) * of21) & mask;
    view.setBigUint64(0, ((unshift(second, 31n) + 1n) * ofShift) & mask);
    const number = view.getFloat64(0);
    if (Number.isFinite(number) && !Number.isInteger(number)) numbers.push(number);
  }
  return numbers;
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

// large-maps.ts: a script of 2 MB could hold the host for minutes, long after its own end
describe('keys of a table that collide in a Map', () => {
  const numbers = collidingNumbers(100_000);
  const some = numbers.slice(0, 10_000);
  const collide = millisecondsOf(() => new Map(some.map((key) => [key, 1]))) > 50;
  const script = (keys: readonly number[]) => `return { ${keys.map((key) => `[${key}] = 1`).join(', ')} }`;
  const open = () => new LuaContext({}, { tableAs: 'map', profile: 'relaxed' });

  test.runIf(collide)('are refused once they have taken a second', () => {
    const error = thrownBy(LuaConversionError, () => open().executeScript(script(numbers)));
    expect(error.message).toContain('the keys of a table collide in a Map');
  });

  test('are taken if they are few', () => {
    expect(open().executeScript<Map<number, number>>(script(some.slice(0, 2_000))).size).toBe(2_000);
  });
});
