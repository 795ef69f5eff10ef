import { describe, expect, test } from 'vitest';
import { heapInUse } from '../support/collect-garbage.ts';
import { type Attack, attack, openVictim, works } from './attack.ts';

const maxMemory = 10 * 2 ** 20;

const held: readonly Attack[] = [
  ['many sizes', 'local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(i % 5000) end'],
  ['a growing string', 'local s = "" while true do s = s .. ("x"):rep(1000) end'],
  [
    'one block left in each page of each size',
    `local kept = {}
    for size = 1, 27 do
      local t = {}
      pcall(function() for i = 1, 1e6 do t[i] = string.pack("i4", i + size * 1e6 // 1 | 0) .. ("x"):rep(size * 8) end end)
      for i = 1, #t, 150 do kept[#kept + 1] = t[i] end
      t = nil collectgarbage()
    end
    error(("x"):rep(1e8))`,
  ],
  ['a deep stack', 'local function f(...) return 1 + f(1, ...) end f()'],
  ['coroutines', 'local t = {} for i = 1, 1e9 do t[i] = coroutine.create(print) end'],
  ['an enormous format', 'local t = {} for i = 1, 1e9 do t[i] = string.format("%99d", i) end'],
  ['a result with one table in many places', 'local t = { 1 } for i = 1, 60 do t = { t, t } end return t'],
];

describe('memory is limited against', () => {
  test.each(held)('%s', (_, script) => {
    const lua = openVictim({ maxMemory, timeout: 20_000, maxInstructions: 0 });
    const before = process.memoryUsage().arrayBuffers;
    expect(attack(lua, script, {}).how).toBe('memory');
    expect(lua.usage.peakMemory).toBeLessThanOrEqual(maxMemory);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * maxMemory);
    expect(works(lua)).toBe(true);
  });
});

// out-slots.c charge_text: it takes the host's memory in each place, so the places together meet the limit
test('a long string in many places does not take the memory of all of them', () => {
  const lua = openVictim({ maxMemory });
  const script = 'local s, t = R("x", 2^21 // 1 | 0), {} for i = 1, 150 do t[i] = s end return t';
  const before = process.memoryUsage();
  expect(attack(lua, script, {}).how).toBe('memory');
  const after = process.memoryUsage();
  expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(10 * maxMemory);
});

// memory.c sbrk: heap_end is 0 in the image, so after a reset the heap begins where the last one ended
test('a context can be filled and reset as often as one likes', () => {
  const lua = openVictim();
  for (let i = 0; i < 8; i++) {
    expect(attack(lua, 'local t = {} for i = 1, 30 do t[i] = R("x", 2^20 // 1 | 0) .. i end', {}).how).toBe(
      'returned',
    );
    lua.reset();
  }
});

// in-slots.c read_host_error: with its stack, an Error takes more of the host's memory than a small userdata of Lua's
test('errors of the host that a script keeps count as the memory that they take', () => {
  const fail = () => {
    throw new Error('no');
  };
  const lua = openVictim({ maxMemory, maxInstructions: 0 }, { fail });
  const before = process.memoryUsage().heapUsed;
  const script = 'local t = {} for i = 1, 1e9 do t[i] = select(2, pcall(fail)) end';
  expect(attack(lua, script, {}).how).toBe('memory');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * maxMemory);
});

// Host functions like to say what was wrong with an argument, and the exception has a copy of it: it is to be let go as
// soon as Lua has no more of it, also where finalizers wait (in-slots.c read_host_error) and where Lua had no room to
// take the exception in the first place (host-calls.ts call).
test.each([
  ['the collector is told to leave', 'R("x", 2^18 // 1 | 0)', 'collectgarbage("stop")'],
  ['Lua has no room for', 'R("x", 3 * 2^20 // 1 | 0)', ''],
])('errors of the host with long messages that %s do not pile up', (_, text, prelude) => {
  const refuse = (argument: string) => {
    throw new Error(`not a number: ${argument}`);
  };
  const lua = openVictim({ maxMemory, maxInstructions: 0 }, { refuse });
  const before = heapInUse();
  lua.setGlobal('measure', () => heapInUse() - before);
  const script = `local s = ${text} for i = 1, 2^28 // #s do pcall(refuse, s) end return measure()`;
  expect(lua.executeScript(`local function R(t, n) return t:rep(n) end ${prelude} ${script}`)).toBeLessThan(
    8 * maxMemory,
  );
});

// in-slots.c answer_for: where they do not count, the collector takes them to be small, and leaves them where they are
describe('objects of the host count as what was passed to make them', () => {
  class Text {
    readonly text: string;

    constructor(text: string) {
      this.text = text;
    }
  }
  const construct = (text: string) => new Text(text);
  const open = () => {
    const globals = { keep: (text: string) => () => text, later: async (text: string) => new Text(text) };
    const lua = openVictim({ maxMemory, maxInstructions: 0 }, globals);
    lua.registerClass('Text', { construct, class: Text });
    return lua;
  };
  const script = (make: string) =>
    `collectgarbage('stop') local s = ('x'):rep(2^16 // 1 | 0) for i = 1, 300 do ${make}(s) end`;

  test.each(['Text.new', 'keep'])('by %s', (make) => {
    expect(attack(open(), script(make), {}).how).toBe('memory');
  });

  test('by a promise', async () => {
    const ended = open().executeScriptAsync(script('later'));
    await expect(ended).rejects.toMatchObject({ resource: 'memory' });
  });

  test('and for no longer than they are there', () => {
    const lua = open();
    expect(
      attack(lua, 'local s = R("x", 2^20 // 1 | 0) for i = 1, 300 do Text.new(s) keep(s) end', {}).how,
    ).toBe('returned');
    lua.gc('collect');
    lua.gc('collect');
    expect(lua.getMemoryUsage()).toBeLessThan(2 ** 20);
  });
});

// table-proxy.ts: what JavaScript has for a table may be but a few times as large as the table itself
test('live tables that the host is handed take memory in proportion to what they take of Lua', () => {
  const lua = openVictim({ maxMemory, maxInstructions: 0 }, { touch: () => {} });
  const before = process.memoryUsage().heapUsed;
  const script = 'local t, mt = {}, {} for i = 1, 1e9 do t[i] = setmetatable({}, mt) touch(t[i]) end';
  expect(attack(lua, script, {}).how).toBe('memory');
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * maxMemory);
});

describe('handles that a host function releases are given back at once', () => {
  test('a million in one execution', () => {
    const lua = openVictim(
      { maxMemory, maxInstructions: 0, timeout: 0 },
      { make: () => lua.createTable().release() },
    );
    expect(attack(lua, 'for i = 1, 1e6 do make() end', {}).how).toBe('returned');
  });

  test('and are not charged to the script', () => {
    const lua = openVictim();
    const used = () => {
      lua.executeScript('local x = 1');
      return lua.usage.instructions;
    };
    const without = used();
    for (let i = 0; i < 1_000; i++) lua.createTable().release();
    expect(used()).toBe(without);
  });
});
