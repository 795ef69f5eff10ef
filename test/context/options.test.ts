import { describe, expect, test } from 'vitest';
import {
  type ExecutionOptions,
  LuaContext,
  type LuaContextOptions,
  LuaOptionError,
  TidelockError,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

const bytes = "a number of bytes or text such as '10MB'";
const milliseconds = "a number of milliseconds or text such as '5s'";
const interval = "'auto' or a number of instructions from 1 up";

/** Limits that are refused, with the message. */
const badLimits: readonly [object, string][] = [
  [{ maxInstructions: -1 }, 'maxInstructions is -1, but must be a number from 0 up'],
  [{ maxInstructions: Number.NaN }, 'maxInstructions is NaN, but must be a number from 0 up'],
  [{ maxInstructions: '1000' }, "maxInstructions is '1000', but must be a number from 0 up"],
  [{ maxInstructions: {} }, 'maxInstructions is an object, but must be a number from 0 up'],
  [{ maxMemory: -1 }, `maxMemory is -1, but must be ${bytes}, from 0 up`],
  [{ maxMemory: Number.NaN }, `maxMemory is NaN, but must be ${bytes}, from 0 up`],
  [{ maxMemory: true }, `maxMemory is true, but must be ${bytes}, from 0 up`],
  [{ maxMemory: '10 apples' }, `maxMemory is '10 apples', but must be ${bytes}`],
  [{ maxMemory: '-1MB' }, `maxMemory is '-1MB', but must be ${bytes}`],
  [{ maxMemory: '' }, `maxMemory is '', but must be ${bytes}`],
  [{ maxMemory: '5s' }, `maxMemory is '5s', but must be ${bytes}`],
  [{ timeout: -1 }, `timeout is -1, but must be ${milliseconds}, from 0 up`],
  [{ timeout: Number.NaN }, `timeout is NaN, but must be ${milliseconds}, from 0 up`],
  [{ timeout: [] }, `timeout is an array, but must be ${milliseconds}, from 0 up`],
  [{ timeout: 'soon' }, `timeout is 'soon', but must be ${milliseconds}`],
  [{ timeout: '10MB' }, `timeout is '10MB', but must be ${milliseconds}`],
  [{ timeout: '5constructor' }, `timeout is '5constructor', but must be ${milliseconds}`],
  [{ checkInterval: 0 }, `checkInterval is 0, but must be ${interval}`],
  [{ checkInterval: -5 }, `checkInterval is -5, but must be ${interval}`],
  [{ checkInterval: Number.NaN }, `checkInterval is NaN, but must be ${interval}`],
  [{ checkInterval: Number.POSITIVE_INFINITY }, `checkInterval is Infinity, but must be ${interval}`],
  [{ checkInterval: 'often' }, `checkInterval is 'often', but must be ${interval}`],
  [{ warningThreshold: -0.1 }, 'warningThreshold is -0.1, but must be a number from 0 to 1'],
  [{ warningThreshold: 1.1 }, 'warningThreshold is 1.1, but must be a number from 0 to 1'],
  [{ warningThreshold: Number.NaN }, 'warningThreshold is NaN, but must be a number from 0 to 1'],
  [{ warningThreshold: '0.5' }, "warningThreshold is '0.5', but must be a number from 0 to 1"],
  [{ enableProfiling: 1 }, 'enableProfiling is 1, but must be true or false'],
];

const badProfiles: readonly [object, string][] = ['lenient', 'constructor', '__proto__', 5].map((profile) => [
  { profile },
  `profile is ${typeof profile === 'string' ? `'${profile}'` : profile}, ` +
    "but must be one of 'strict', 'normal', 'relaxed', 'unlimited'",
]);

const shown = (options: object) =>
  JSON.stringify(options, (_, value) => (typeof value === 'object' ? value : String(value)));

describe('the options of a context', () => {
  const create = (options: unknown) => () => new LuaContext({}, untyped(options));

  const badOptions: readonly [object, string][] = [
    ...badLimits,
    ...badProfiles,
    [{ print: 5 }, 'print is 5, but must be a function'],
    [{ onWarning: 'x' }, "onWarning is 'x', but must be a function"],
    [{ allowBytecode: 'no' }, "allowBytecode is 'no', but must be a boolean"],
  ];

  test.each(badOptions.map(([options, message]) => [shown(options), options, message] as const))(
    '%s is refused',
    (_, options, message) => {
      expect(thrownBy(LuaOptionError, create(options)).message).toBe(message);
    },
  );

  test.each([1.5, Number.NaN, '1', 2 ** 53])('a seed of %s is refused', (seed) => {
    expect(thrownBy(LuaOptionError, create({ seed })).message).toMatch(/^seed is .*, but must be an integer/);
  });

  test('an unknown option is refused by name', () => {
    const { message } = thrownBy(LuaOptionError, create({ maxInstruction: 5 }));
    expect(message).toMatch(
      /^options is 'maxInstruction', but must be an object with no options but .*maxInstructions/,
    );
  });

  test.each([
    ['null', null],
    ['an array', []],
    ['a text', 'strict'],
  ])('%s is no options object', (_, options) => {
    expect(thrownBy(LuaOptionError, create(options)).message).toMatch(
      /^options is .*, but must be an object$/,
    );
  });

  test.each([
    ['null', null],
    ['an array', []],
    ['a function', () => 1],
    ['a text', 'x'],
  ])('%s is no globals object', (_, globals) => {
    const error = thrownBy(LuaOptionError, () => new LuaContext(untyped(globals)));
    expect(error.message).toMatch(/^globals is .*, but must be an object$/);
  });

  test('options that are undefined count as absent', () => {
    const options = untyped({ profile: undefined, maxMemory: undefined, print: undefined });
    expect(new LuaContext({}, options).info().limits).toEqual(new LuaContext().info().limits);
  });

  test.each<[LuaContextOptions, string, number]>([
    [{ maxMemory: 1_000_000 }, 'maxMemory', 1_000_000],
    [{ maxMemory: '1000000' }, 'maxMemory', 1_000_000],
    [{ maxMemory: '500KB' }, 'maxMemory', 500 * 1024],
    [{ maxMemory: '10MB' }, 'maxMemory', 10 * 1024 * 1024],
    [{ maxMemory: '1.5 mb' }, 'maxMemory', 1.5 * 1024 * 1024],
    [{ maxMemory: '1gb' }, 'maxMemory', 1024 * 1024 * 1024],
    [{ timeout: 250 }, 'timeout', 250],
    [{ timeout: '250ms' }, 'timeout', 250],
    [{ timeout: '5s' }, 'timeout', 5_000],
    [{ timeout: '0.5s' }, 'timeout', 500],
    [{ timeout: '2min' }, 'timeout', 120_000],
    [{ timeout: '1h' }, 'timeout', 3_600_000],
    [{ timeout: 0 }, 'timeout', Number.POSITIVE_INFINITY],
    [{ maxInstructions: 0 }, 'maxInstructions', Number.POSITIVE_INFINITY],
    [{ maxInstructions: Number.POSITIVE_INFINITY }, 'maxInstructions', Number.POSITIVE_INFINITY],
  ])('%j means %s = %d', (options, name, value) => {
    expect(new LuaContext({}, options).info().limits).toHaveProperty(name, value);
  });

  test('a maxMemory too small for a state names the option and what is needed', () => {
    const { message } = thrownBy(LuaOptionError, create({ maxMemory: 1_000 }));
    expect(message).toMatch(/^maxMemory is 1000, but must be at least \d+ bytes for these libraries$/);
  });

  test('a maxMemory of just what is needed is enough', () => {
    const { message } = thrownBy(LuaOptionError, create({ maxMemory: 1_000 }));
    const needed = Number(/at least (\d+)/.exec(message)?.[1]);
    expect(new LuaContext({}, { maxMemory: needed }).getMemoryUsage()).toBe(needed);
  });
});

describe('the options of an execution', () => {
  const lua = new LuaContext();
  const execute = (options: unknown) => () => lua.executeScript('return 1', untyped(options));

  test.each(badLimits.map(([limits, message]) => [shown(limits), limits, message] as const))(
    'limits: %s is refused',
    (_, limits, message) => {
      expect(thrownBy(LuaOptionError, execute({ limits })).message).toBe(message);
    },
  );

  test.each(badProfiles.map(([options, message]) => [shown(options), options, message] as const))(
    '%s is refused',
    (_, options, message) => {
      expect(thrownBy(LuaOptionError, execute(options)).message).toBe(message);
    },
  );

  test.each([
    ['null', null],
    ['an array', []],
    ['a text', 'strict'],
    ['a number', 1_000],
  ])('%s is no limits object', (_, limits) => {
    const error = thrownBy(LuaOptionError, execute({ limits }));
    expect(error.message).toMatch(/^limits is .*, but must be an object$/);
  });

  test('an unknown limit is refused by name', () => {
    const error = thrownBy(LuaOptionError, execute({ limits: { maxInstruction: 5 } }));
    expect(error.message).toContain('maxInstruction');
  });

  test('an unknown option is refused by name', () => {
    const error = thrownBy(LuaOptionError, execute({ timeout: 5 }));
    expect(error.message).toContain('timeout');
  });

  test.each([
    ['null', null],
    ['a text', 'strict'],
    ['a number', 5],
  ])('%s is no options object', (_, options) => {
    expect(thrownBy(LuaOptionError, execute(options)).message).toMatch(
      /^options is .*, but must be an object$/,
    );
  });

  test.each([
    ['a text', 'x'],
    ['an AbortController', new AbortController()],
  ])('%s is no signal', (_, signal) => {
    expect(thrownBy(LuaOptionError, execute({ signal })).message).toMatch(
      /^signal is .*, but must be an AbortSignal/,
    );
  });

  test('a refused execution runs nothing', () => {
    const options: ExecutionOptions = { limits: { maxInstructions: -1 } };
    expect(() => lua.executeScript('ran = true', options)).toThrow(LuaOptionError);
    expect(lua.getGlobal('ran')).toBeNull();
  });
});

test('a LuaOptionError has a stable class and code', () => {
  const error = thrownBy(TidelockError, () => new LuaContext({}, { maxInstructions: -1 }));
  expect(error).toMatchObject({ name: 'LuaOptionError', code: 'ERR_LUA_OPTION' });
});
