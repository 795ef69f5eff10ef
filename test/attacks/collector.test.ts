import { describe, expect, test } from 'vitest';
import { type Attack, attack, openVictim, works } from './attack.ts';

const maxMemory = 4 * 2 ** 20;

const filling = 'local kept = {} for i = 1, 1e9 do kept[i] = { i } end';
const wasting = 'for i = 1, 1e9 do local garbage = { i } end';

/** Settings of the collector with which a script might starve it, or have it never end. */
const settings: readonly Attack[] = [
  ['stopped', 'collectgarbage("stop")'],
  ['a pause without end', 'collectgarbage("param", "pause", 0x7fffffff)'],
  ['no pause', 'collectgarbage("param", "pause", 0)'],
  ['no work in a step', 'collectgarbage("param", "stepmul", 0)'],
  ['the least work in a step', 'collectgarbage("param", "stepmul", 1)'],
  ['the most work in a step', 'collectgarbage("param", "stepmul", 0x7fffffff)'],
  ['steps of no size', 'collectgarbage("param", "stepsize", 0)'],
  ['steps without end', 'collectgarbage("param", "stepsize", 0x7fffffff)'],
  [
    'all parameters 0',
    'for _, p in ipairs { "pause", "stepmul", "stepsize", "minormul", "majorminor", "minormajor" } do collectgarbage("param", p, 0) end',
  ],
  [
    'all parameters 0, generational',
    'for _, p in ipairs { "pause", "stepmul", "stepsize", "minormul", "majorminor", "minormajor" } do collectgarbage("param", p, 0) end collectgarbage("generational")',
  ],
  [
    'never a major collection',
    'collectgarbage("generational") collectgarbage("param", "minormajor", 0x7fffffff) collectgarbage("param", "minormul", 0x7fffffff)',
  ],
  [
    'a negative step',
    'collectgarbage("stop") for i = 1, 100 do collectgarbage("step", math.mininteger) collectgarbage("step", math.maxinteger) end',
  ],
  [
    'stopped in a finalizer',
    'setmetatable({}, { __gc = function() collectgarbage("stop") end }) collectgarbage()',
  ],
];

describe('the memory limit holds with the collector', () => {
  test.each(settings)('%s', (_, setting) => {
    const lua = openVictim({ maxMemory, maxInstructions: 0, timeout: 2_000 });
    expect(attack(lua, `${setting} ${filling}`, {}).how).toMatch(/^(memory|time)$/);
    expect(lua.usage.peakMemory).toBeLessThanOrEqual(maxMemory);
    expect(works(lua)).toBe(true);
  });
});

describe('garbage does not use up memory with the collector', () => {
  test.each(settings)('%s', (_, setting) => {
    const lua = openVictim({ maxMemory, maxInstructions: 2_000_000, timeout: 20_000 });
    expect(attack(lua, `${setting} ${wasting}`, {}).how).toBe('instructions');
    expect(works(lua)).toBe(true);
  });
});

/** What makes collections, and takes them as long as it may. */
const busy: readonly Attack[] = [
  ['full collections in a loop', 'while true do collectgarbage() end'],
  ['steps in a loop', 'while true do collectgarbage("step", 1) end'],
  [
    'changes of the mode in a loop',
    'while true do collectgarbage("generational") collectgarbage("incremental") end',
  ],
  [
    'collections of much that is alive',
    'local t = {} for i = 1, 20000 do t[i] = { {} } end while true do collectgarbage() end',
  ],
  [
    'a full collection at each allocation',
    'collectgarbage("param", "pause", 0) collectgarbage("param", "stepsize", 0) collectgarbage("param", "stepmul", 0) local t = {} for i = 1, 20000 do t[i] = { {} } end while true do t[1] = {} end',
  ],
  [
    'emergency collections, near the limit, of a collector that is stopped',
    `collectgarbage("stop")
    local kept = {}
    pcall(function() for i = 1, 1e9 do kept[i] = { i } end end)
    while true do pcall(function() local t = {} for i = 1, 100 do t[i] = {} end end) kept[#kept] = nil end`,
  ],
  [
    'finalizers that make more finalizers',
    `local function again() setmetatable({}, { __gc = again }) end again()
    while true do collectgarbage() end`,
  ],
  [
    'a collection in each finalizer',
    `for i = 1, 1000 do setmetatable({}, { __gc = function() collectgarbage() collectgarbage("step", 1e9 // 1 | 0) end }) end
    while true do collectgarbage() end`,
  ],
];

describe("the collector is at the script's expense:", () => {
  test.each(busy)('%s', (_, script) => {
    const lua = openVictim({ maxMemory, timeout: 20_000 });
    expect(attack(lua, script, { maxInstructions: 3_000_000 }).how).toMatch(/^(instructions|memory)$/);
    expect(works(lua)).toBe(true);
  });

  test.each(busy)('%s, ended by the clock', (_, script) => {
    const lua = openVictim({ maxMemory });
    expect(attack(lua, script, { maxInstructions: 0, timeout: 100 }).how).toMatch(/^(time|memory)$/);
    expect(works(lua)).toBe(true);
  });
});
