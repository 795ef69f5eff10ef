import { describe, expect, test } from 'vitest';
import {
  LuaContext,
  LuaError,
  LuaLimitError,
  type ResourceWarning,
  type ScriptLimits,
} from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

/** The warnings that the host gets while a script runs. */
function warningsOf(script: string, limits: ScriptLimits): ResourceWarning[] {
  const warnings: ResourceWarning[] = [];
  const onWarning = (warning: ResourceWarning) => void warnings.push(warning);
  const told = () => warnings.length > 0;
  const lua = new LuaContext({ told }, { profile: 'unlimited', warningThreshold: 0.5, onWarning, ...limits });
  caughtFrom(() => lua.executeScript(script));
  return warnings;
}

/** What the script's onResourceWarning saw, as `{ utilization, resource }` each. */
function heardBy(script: string, limits: ScriptLimits): [number, string][] {
  const heard: [number, string][] = [];
  const globals = {
    hear: (utilization: number, resource: string) => void heard.push([utilization, resource]),
    told: () => heard.length > 0,
  };
  const lua = new LuaContext(globals, { profile: 'unlimited', warningThreshold: 0.5, ...limits });
  lua.executeScript('function onResourceWarning(...) hear(...) end');
  caughtFrom(() => lua.executeScript(script));
  return heard;
}

/** A threshold that is passed at once, and a timeout that is not, however busy the machine is. */
const earlyInTime = { timeout: '1min', warningThreshold: 0.00001, checkInterval: 100 } as const;
const untilTold = 'repeat until told() for i = 1, 10000 do end';

const loop = 'while true do end';
const eat = 'local t = {} while true do t[#t + 1] = {} end';

describe('onWarning', () => {
  test('is told of instructions at the threshold, to the instruction', () => {
    expect(warningsOf(loop, { maxInstructions: 10_000, warningThreshold: 0.8 })).toEqual([
      { resource: 'instructions', used: 8_000, limit: 10_000, utilization: 0.8 },
    ]);
  });

  test('is told of memory', () => {
    const [warning] = warningsOf(eat, { maxMemory: 1_000_000 });
    expect(warning).toMatchObject({ resource: 'memory', limit: 1_000_000 });
    expect(warning?.used).toBeGreaterThanOrEqual(500_000);
  });

  test('is told of time', () => {
    const [warning] = warningsOf(untilTold, earlyInTime);
    expect(warning).toMatchObject({ resource: 'time', limit: 60_000 });
    expect(warning?.used).toBeGreaterThanOrEqual(0.6);
  });

  test.each<[string, string, ScriptLimits]>([
    ['instructions', loop, { maxInstructions: 10_000, checkInterval: 1 }],
    ['memory', eat, { maxMemory: 1_000_000, checkInterval: 1 }],
    ['time', untilTold, earlyInTime],
  ])('is told once of %s', (resource, script, limits) => {
    expect(warningsOf(script, limits).map((warning) => warning.resource)).toEqual([resource]);
  });

  test('is told of each resource', () => {
    const limits = { maxInstructions: 1_000_000, maxMemory: 300_000 };
    const resources = warningsOf(`local s = ('x'):rep(200000) ${loop}`, limits).map(
      ({ resource }) => resource,
    );
    expect(resources).toEqual(['memory', 'instructions']);
  });

  test('has used over limit as utilization', () => {
    const [warning] = warningsOf(eat, { maxMemory: 1_000_000 });
    expect(warning?.utilization).toBe((warning?.used ?? 0) / 1_000_000);
  });

  test('is told again in the next execution', () => {
    const resources: string[] = [];
    const onWarning = ({ resource }: ResourceWarning) => void resources.push(resource);
    const lua = new LuaContext(
      {},
      { profile: 'unlimited', maxInstructions: 10_000, warningThreshold: 0.5, onWarning },
    );
    caughtFrom(() => lua.executeScript(loop));
    caughtFrom(() => lua.executeScript(loop));
    expect(resources).toEqual(['instructions', 'instructions']);
  });

  test.each([1, 7, 1_000, 'auto'] as const)(
    'is told at the same figure with checkInterval %s',
    (checkInterval) => {
      expect(warningsOf(loop, { maxInstructions: 100_000, checkInterval })[0]?.used).toBe(50_000);
    },
  );

  test('is told in the midst of a library function', () => {
    const bomb = "string.find(('a'):rep(30000), '.-.-.-.-b$')";
    expect(warningsOf(bomb, { maxInstructions: 1_000_000 })).toHaveLength(1);
  });

  test.each<[string, ScriptLimits]>([
    ['without a threshold', { maxInstructions: 10_000, warningThreshold: 0 }],
    ['without a limit', {}],
  ])('is told nothing %s', (_, limits) => {
    expect(warningsOf('for i = 1, 9000 do end', limits)).toEqual([]);
  });

  test('is told nothing below the threshold', () => {
    expect(warningsOf('for i = 1, 4000 do end', { maxInstructions: 10_000 })).toEqual([]);
  });

  test('is not needed for the script to go on', () => {
    const lua = new LuaContext({}, { maxInstructions: 10_000, warningThreshold: 0.5 });
    expect(lua.executeScript('for i = 1, 8000 do end return 1')).toBe(1);
  });

  test.each<[string, ScriptLimits]>([
    ['instructions', { maxInstructions: 10_000 }],
    ['time', earlyInTime],
  ])('that throws ends the script with that error: %s', (_, limits) => {
    const broken = new Error('mine');
    const onWarning = () => {
      throw broken;
    };
    const lua = new LuaContext({}, { profile: 'unlimited', warningThreshold: 0.5, onWarning, ...limits });
    expect(caughtFrom(() => lua.executeScript(`pcall(function() ${loop} end) ${loop}`))).toBe(broken);
  });

  test('that throws something odd ends the script with it', () => {
    const onWarning = () => {
      throw undefined;
    };
    const lua = new LuaContext(
      {},
      { profile: 'unlimited', maxInstructions: 10_000, warningThreshold: 0.5, onWarning },
    );
    let after = 'not reached';
    lua.setGlobal('reach', () => {
      after = 'reached';
    });
    caughtFrom(() => lua.executeScript(`pcall(function() ${loop} end) reach()`));
    expect(after).toBe('not reached');
  });

  test('that throws leaves the context whole', () => {
    const onWarning = () => {
      throw new Error('mine');
    };
    const lua = new LuaContext(
      {},
      { profile: 'unlimited', maxInstructions: 10_000, warningThreshold: 0.5, onWarning },
    );
    caughtFrom(() => lua.executeScript(loop));
    expect(lua.executeScript('return 1')).toBe(1);
  });
});

describe("the script's onResourceWarning", () => {
  test('gets utilization and resource', () => {
    expect(heardBy(loop, { maxInstructions: 10_000 })).toEqual([[0.5, 'instructions']]);
  });

  test('gets memory', () => {
    expect(heardBy(eat, { maxMemory: 1_000_000 })).toEqual([[expect.any(Number), 'memory']]);
  });

  test('gets time', () => {
    expect(heardBy(untilTold, earlyInTime)).toEqual([[expect.any(Number), 'time']]);
  });

  test('gets each resource once', () => {
    const limits = { maxInstructions: 1_000_000, maxMemory: 300_000 };
    const heard = heardBy(`local s = ('x'):rep(200000) ${loop}`, limits);
    expect(heard.map(([, resource]) => resource)).toEqual(['memory', 'instructions']);
  });

  test('is called within a coroutine as well', () => {
    expect(heardBy(`coroutine.wrap(function() ${loop} end)()`, { maxInstructions: 10_000 })).toHaveLength(1);
  });

  test('is called after the library function in which the warning came', () => {
    const script = "(('x'):rep(100000):gsub('x', '%0%0'))";
    const lua = new LuaContext({}, { profile: 'unlimited' });
    lua.executeScript(`text = ${script}`);
    const maxInstructions = Math.round(1.5 * lua.usage.instructions);
    expect(heardBy(`text = ${script}`, { maxInstructions, checkInterval: 1e9 })).toHaveLength(1);
  });

  test('is called after the collection in which the warning came, however long that was', () => {
    const script = `
      collectgarbage('stop')
      local size, keys, tables = 4000, {}, {}
      for i = 1, size do keys[i] = {} end
      for i = 1, size - 1 do
        local at = i % 2 == 0 and i or size - i
        tables[i] = setmetatable({ [keys[at]] = keys[at + 1] }, { __mode = 'k' })
      end
      keys = keys[1]
      function onResourceWarning() heard = collected end
      collected = collectgarbage() == 0
      for i = 1, 1000 do end
      return heard`;
    const lua = new LuaContext({}, { profile: 'unlimited', maxInstructions: 2e8, warningThreshold: 0.01 });
    expect(lua.executeScript(script)).toBe(true);
    expect(lua.usage.instructions).toBeGreaterThan(5e6);
  });

  test('is called at the same point however often the script is looked at', () => {
    const script = `
      local n = 0
      function onResourceWarning() saved = n end
      local text = ('x'):rep(200000)
      while n < 300000 do n = n + 1 end`;
    const saved = [1, 1e9].map((checkInterval) => {
      const limits = { maxMemory: 300_000, warningThreshold: 0.5, checkInterval };
      const lua = new LuaContext({}, { profile: 'unlimited', ...limits });
      lua.executeScript(script);
      return lua.getGlobal('saved');
    });
    expect(saved[1]).toBe(saved[0]);
  });

  test('changes nothing of what runs meanwhile', () => {
    const lua = new LuaContext({}, { profile: 'unlimited', maxInstructions: 40_000, warningThreshold: 0.2 });
    const script = `
      function onResourceWarning() local a, b, c = 1, 2, 3 return a, b, c end
      local sum = 0
      for i = 1, 1000 do sum = sum + select('#', i, (function(...) return ... end)(i, i)) end
      return sum`;
    expect(lua.executeScript(script)).toBe(3_000);
  });

  test('may save what it has', () => {
    const lua = new LuaContext({}, { profile: 'unlimited', maxInstructions: 10_000, warningThreshold: 0.5 });
    const script = `local n = 0 function onResourceWarning() saved = n end while true do n = n + 1 end`;
    caughtFrom(() => lua.executeScript(script));
    expect(lua.getGlobal('saved')).toBeGreaterThan(1_000);
  });

  test('spends the budget of the script', () => {
    const lua = new LuaContext({}, { profile: 'unlimited', maxInstructions: 10_000, warningThreshold: 0.5 });
    const script = `function onResourceWarning() ${loop} end ${loop}`;
    expect(thrownBy(LuaLimitError, () => lua.executeScript(script)).resource).toBe('instructions');
  });

  test('that raises an error raises it where the script is', () => {
    const lua = new LuaContext({}, { profile: 'unlimited', maxInstructions: 10_000, warningThreshold: 0.5 });
    const script = `function onResourceWarning() error('stop', 0) end return pcall(function() ${loop} end)`;
    expect(lua.executeScript(script)).toEqual([false, 'stop']);
  });

  test('that raises an error that nothing catches ends the script with it', () => {
    const lua = new LuaContext({}, { profile: 'unlimited', maxInstructions: 10_000, warningThreshold: 0.5 });
    const script = `function onResourceWarning() error('stop', 0) end ${loop}`;
    expect(thrownBy(LuaError, () => lua.executeScript(script)).message).toBe('stop');
  });

  test('that is no function is left alone', () => {
    const lua = new LuaContext(
      { onResourceWarning: 'text' },
      { maxInstructions: 10_000, warningThreshold: 0.5 },
    );
    expect(lua.executeScript('for i = 1, 8000 do end return 1')).toBe(1);
  });

  test('is called after the host was told', () => {
    const order: string[] = [];
    const globals = { onResourceWarning: () => void order.push('script') };
    const onWarning = () => void order.push('host');
    const lua = new LuaContext(globals, { maxInstructions: 10_000, warningThreshold: 0.5, onWarning });
    lua.executeScript('for i = 1, 8000 do end');
    expect(order).toEqual(['host', 'script']);
  });
});

/** A context whose host enters Lua, and passes other values in both directions, as soon as so much is used. */
function enteredAt(used: number): { readonly lua: LuaContext; readonly given: unknown[]; entered(): number } {
  let entered = 0;
  const given: unknown[] = [];
  const globals = {
    other: 'other',
    list: Array.from({ length: 40 }, (_, i) => `item ${i}`),
    give: (...values: unknown[]) => void given.push(values),
    back: (fn: (...args: string[]) => string) => fn('one', 'two', 'three'),
  };
  const limits = { maxInstructions: 1e6, checkInterval: 1, warningThreshold: used / 1e6 };
  const onWarning = ({ resource }: ResourceWarning) => {
    if (resource === 'instructions') entered++;
    lua.getGlobal('other');
    lua.setGlobal('another', 'other');
    lua.executeScript('return "other", "other"');
  };
  const lua: LuaContext = new LuaContext(globals, { ...limits, onWarning });
  return { lua, given, entered: () => entered };
}

const fill = 'local t = {} for i = 1, 10000 do t[i] = i end';

describe('an onWarning that enters Lua leaves alone', () => {
  const moments = Array.from({ length: 250 }, (_, i) => i + 1);

  const crossings: [string, (lua: LuaContext) => unknown, unknown][] = [
    ['a script and its arguments', (lua) => lua.executeScript('return ...', { args: [1, 'a'] }), [1, 'a']],
    ['the arguments of a function', (lua) => lua.call('select', 2, 'a', 'b', 'c'), ['b', 'c']],
    [
      'those of a call from a host function',
      (lua) => lua.executeScript('return back(function(...) return table.concat({ ... }) end)'),
      'onetwothree',
    ],
    ['a value for a global', (lua) => lua.setGlobal('mine', 'mine') ?? lua.getGlobal('mine'), 'mine'],
  ];

  test.each(crossings)('%s', (_, cross, expected) => {
    for (const used of moments) expect(cross(enteredAt(used).lua)).toEqual(expected);
  });

  test('the values that a host function is passed', () => {
    for (const used of moments) {
      const { lua, given } = enteredAt(used);
      lua.executeScript('give(list, "end")');
      expect(given).toEqual([[lua.getGlobal('list'), 'end']]);
    }
  });

  test('the results of a script', () => {
    for (const used of moments) {
      const { lua } = enteredAt(used);
      expect(lua.executeScript('return list, "end"')).toEqual([lua.getGlobal('list'), 'end']);
    }
  });
});

test('a warning that cannot be told in the midst of values that cross is told right after', () => {
  for (let used = 1; used <= 250; used++) {
    const { lua, entered } = enteredAt(used);
    lua.executeScript('give(list, "end") for i = 1, 1000 do end');
    expect(entered()).toBe(1);
  }
});

test.each<[string, (lua: LuaContext) => unknown]>([
  ['the results of a script', (lua) => lua.executeScript(`${fill} return t, t, t`)],
  [
    'what a coroutine yields',
    (lua) => lua.createCoroutine(`return function() ${fill} coroutine.yield(t, t, t) end`).resume(),
  ],
  ['the value of an error', (lua) => caughtFrom(() => lua.executeScript(`${fill} error({ t, t, t })`))],
])('a warning that becomes due while %s cross is told at the end', (_, cross) => {
  const warnings: string[] = [];
  const onWarning = ({ resource }: ResourceWarning) => void warnings.push(resource);
  const lua = new LuaContext({}, { maxInstructions: 200_000, warningThreshold: 0.4, onWarning });
  cross(lua);
  expect(warnings).toEqual(['instructions']);
});

test('what onWarning throws at the end arrives at the caller', () => {
  const onWarning = () => {
    throw new Error('mine');
  };
  const lua = new LuaContext({}, { maxInstructions: 200_000, warningThreshold: 0.4, onWarning });
  expect(() => lua.executeScript(`${fill} return t, t, t`)).toThrow('mine');
  expect(lua.executeScript('return 1')).toBe(1);
});

test('an onWarning that fails in Lua leaves the traceback of the script alone', () => {
  const fail = (name: string) => `local function ${name}() error("of ${name}") end ${name}()`;
  for (let used = 1; used < 300; used++) {
    const onWarning = () => void caughtFrom(() => lua.executeScript(fail('inner')));
    const limits = { maxInstructions: 1e6, checkInterval: 1, warningThreshold: used / 1e6 };
    const lua: LuaContext = new LuaContext({}, { ...limits, onWarning });
    const { traceback } = thrownBy(LuaError, () => lua.executeScript(fail('outer')));
    expect(traceback).toMatch(/^stack traceback:[^\0]*'outer'[^\0]*main chunk$/);
    expect(traceback).not.toContain('inner');
  }
});

test('an onWarning that fails in Lua writes no traceback past its end', () => {
  const deep = (name: string, levels: number) =>
    `local function ${name}(k) if k == 0 then error("x") end ${name}(k - 1) return 1 end ${name}(${levels})`;
  const [inner, outer] = [deep('n'.repeat(1500), 8), deep('o'.repeat(3000), 3)];
  for (let used = 24_000; used < 26_000; used += 13) {
    const onWarning = () => void caughtFrom(() => lua.executeScript(inner));
    const limits = { maxInstructions: 1e8, checkInterval: 1, warningThreshold: used / 1e8 };
    const lua: LuaContext = new LuaContext({}, { ...limits, onWarning });
    const { traceback } = thrownBy(LuaError, () => lua.executeScript(outer));
    expect(traceback.length).toBeLessThan(8192);
  }
});
