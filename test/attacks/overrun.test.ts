import { describe, expect, test } from 'vitest';
import type { ScriptLimits } from '../../src/index.ts';
import { type Attack, attack, openVictim, works } from './attack.ts';

/**
 * One operation, or a chain of them, that runs long. The limit is a timeout alone; the design allows 5 ms more,
 * the tests far more, since they tell a hang from an end, on a machine that has other work.
 */
const timeout = 100;
const allowance = 1000;

const M = 2 ** 24;

const held: readonly Attack[] = [
  ['pcall of error', 'while true do pcall(error) end'],
  [
    'dear calls after a fast loop',
    'local t = os.clock() while os.clock() - t < 0.09 do for i = 1, 1e4 do end end while true do pcall(error) end',
  ],
  [
    'formats after a fast loop',
    'local t = os.clock() while os.clock() - t < 0.09 do for i = 1, 1e4 do end end while true do ("%99.99f"):format(1e308) end',
  ],
  [
    'coroutines after a fast loop',
    'local t = os.clock() while os.clock() - t < 0.09 do for i = 1, 1e4 do end end while true do coroutine.wrap(print) end',
  ],
  ['full collections', 'local t = {} for i = 1, 1e5 do t[i] = {} end while true do collectgarbage() end'],
  [
    'steps of the collector',
    'local t = {} for i = 1, 1e5 do t[i] = {} end while true do collectgarbage("step", 1e9) end',
  ],
  [
    'changes of the collector',
    'local t = {} for i = 1, 1e5 do t[i] = {} end while true do collectgarbage("generational") collectgarbage("incremental") end',
  ],
  [
    'finalizers in C',
    'collectgarbage("stop") local m = { __gc = rawlen } while true do for i = 1, 1e4 do setmetatable({}, m) end collectgarbage() end',
  ],
  ['tonumber with a base', `local s = R("1", ${M}) while true do tonumber(s, 2) end`],
  ['string.rep', 'while true do local s = ("ab"):rep(2^22) end'],
  ['string.upper', `local s = R("a", ${M / 2}) while true do s:upper() end`],
  ['string.byte', `local s = R("a", ${M}) while true do s:byte(1, 900000) end`],
  [
    'plain find, quadratic',
    `local s = R("a", ${M / 4}) local p = R("a", ${M / 8}) .. "b" while true do s:find(p, 1, true) end`,
  ],
  ['a pattern, exponential', 'local s = ("a"):rep(30000) while true do s:find(".-.-.-.-b") end'],
  ['a pattern that backs off', `local s = R("a", ${M}) while true do s:find("(a*)%1b") end`],
  ['a pattern with %b', `local s = R("(", ${M}) while true do s:find("%b()") end`],
  [
    'a pattern with a long class',
    `local s = R("a", ${M / 16}) local p = "[" .. R("b", ${M / 16}) .. "]" while true do s:find(p) end`,
  ],
  ['gsub', `local s = R("a", ${M / 4}) while true do s:gsub("a", "bb") end`],
  ['gmatch', `local s = R("a", ${M / 4}) while true do for x in s:gmatch("b") do end end`],
  ['format %q', `local s = R("\\0", ${M / 4}) while true do string.format("%q", s) end`],
  ['string.packsize', 'local f = ("i16"):rep(10000) while true do string.packsize(f) end'],
  ['string.unpack z', `local s = R("a", ${M}) .. "\\0" while true do string.unpack("z", s) end`],
  ['utf8.len', `local s = R("a", ${M}) while true do utf8.len(s) end`],
  ['table.concat', 'local t = {} for i = 1, 1e5 do t[i] = "" end while true do table.concat(t) end'],
  [
    'table.insert in front',
    'local t = {} for i = 1, 1e5 do t[i] = i end while true do table.insert(t, 1, 1) end',
  ],
  [
    'table.insert with a hostile __len',
    'local t = setmetatable({}, { __len = function() return 1e15 // 1 | 0 end, __index = rawlen }) while true do pcall(table.insert, t, 1, 1) end',
  ],
  ['table.move', 'while true do table.move({}, 1, math.maxinteger - 1, 1, {}) end'],
  ['table.create', 'while true do table.create(0, 2^19) end'],
  [
    'table.sort with a comparator in C',
    'local t = {} for i = 1, 1e5 do t[i] = i end while true do table.sort(t, math.ult) end',
  ],
  [
    'table.sort with a comparator that lies',
    'local t = {} for i = 1, 1e5 do t[i] = 1 end while true do pcall(table.sort, t, function() return true end) end',
  ],
  [
    'next over an emptied table',
    'local t = table.create(0, 2^19) t.x = 1 t.x = nil while true do next(t) end',
  ],
  [
    '# of a table with gaps',
    'local t = {} for i = 0, 62 do t[1 << i] = 1 end while true do local n = #t end',
  ],
  [
    'a chain of __index',
    'local t = {} for i = 1, 1900 do t = setmetatable({}, { __index = t }) end while true do pcall(function() return t.x end) end',
  ],
  ['nested coroutines', 'local function f(n) while n == 0 do end coroutine.wrap(f)(n - 1) end f(150)'],
  [
    'thousands of suspended coroutines',
    'local t = {} while true do for i = 1, 2e4 do t[i] = coroutine.create(print) end end',
  ],
  [
    'memory errors on a deep stack',
    'local function f(n) while n == 0 do pcall(string.rep, "x", 1e9) end f(n - 1) return 1 end f(150000)',
  ],
  ['load of a long comment', `local s = "--[[" .. R("a", ${M}) .. "]]" while true do load(s) end`],
  [
    'load of a long concatenation',
    `local s = "return " .. R("a..", ${M / 8}) .. "1" while true do load(s) end`,
  ],
  [
    'load of a long condition',
    `local s = "local a return " .. R("a and a or ", ${M / 32}) .. "1" while true do load(s) end`,
  ],
  [
    'load of many elseif',
    `local s = "if a then " .. R("elseif a then ", ${M / 64}) .. " end" while true do load(s) end`,
  ],
  [
    'load of many labels',
    'local t = {} for i = 1, 1e4 do t[i] = "::l" .. i .. ":: goto l" .. i end local s = table.concat(t) while true do load(s) end',
  ],
  [
    'load of a table constructor',
    `local s = "return {" .. R("1,", ${M / 4}) .. "}" while true do load(s) end`,
  ],
  ['a reader of load without end', 'while true do load(function() return " " end) end'],
  ['os.date', 'local s = ("%c"):rep(1e4) while true do os.date(s) end'],
  [
    'an error value whose __tostring spins',
    'error(setmetatable({}, { __tostring = function() while true do end end }))',
  ],
];

/** What is prepared without a limit, and the operation that then runs under a timeout of 20 ms. */
type Prepared = readonly [name: string, preparation: string, operation: string];

const crafted = (size: string) => `
  local M = ${size} local r, q, half = M - 1, 2 * M - 1, M // 2
  t = table.create(0, M)
  for k = 1, half do t[k * q] = true end
  for j = 1, half - 2 do t[(half + 2 * j) * q - j] = true end `;
const oneMore = 'for i = 1, 4 do t["x" .. i] = true end ';

const ephemerons = `
  collectgarbage("stop") local N, mode, keys = 20000, { __mode = "k" }, {} tables = {}
  for i = 1, N do keys[i] = {} end
  for i = 1, N - 1 do
    local j = i % 2 == 0 and i or N - i - N % 2
    if keys[j] and keys[j + 1] then
      local e = setmetatable({}, mode) e[keys[j]] = keys[j + 1] tables[#tables + 1] = e
    end
  end
  first = keys[1]`;

const longFunctions = `
  local i = 0
  deep = load(function()
    i = i + 1
    if i == 1 then return "local d = ... local a if spin then " end
    if i <= 201 then return ("a=1 "):rep(1000) end
    if i == 202 then return " end if d == 0 then onward() end deep(d - 1) return 1" end
  end)
  left = 100
  function onward()
    if left == 0 then coroutine.yield() while true do end end
    left = left - 1
    local inner = coroutine.create(deep)
    while true do assert(coroutine.resume(inner, 20)) coroutine.yield() end
  end
  outer = coroutine.create(deep) coroutine.resume(outer, 20)`;

const open: readonly Prepared[] = [
  // ltable.c insertkey walks the chain of colliding keys for each key that is moved out of it; only charged
  ['a rehash with crafted keys', crafted('1 << 16'), oneMore],
  // lgc.c convergeephemerons visits every ephemeron table again for each link of a chain; only charged
  ['a chain of ephemeron tables', ephemerons, 'collectgarbage()'],
  // traceback.c asks getinfo for the name of each level of every coroutine, past the end of its buffer too
  ['the traceback of the end itself', longFunctions, 'coroutine.resume(outer)'],
  // lgc.c GCTM runs C finalizers without a check between them, and each error takes 2 microseconds
  [
    'finalizers in C that fail',
    'collectgarbage("stop") local m = { __gc = error } for i = 1, 2e5 do setmetatable({}, m) end',
    'collectgarbage()',
  ],
  // lvm.c l_strcmp is in the core: charged, not checked
  ['a comparison of long strings', `a = R("\\0", ${M * 2}) b = a .. "b" a = a .. "a"`, 'local less = a < b'],
  // lobject.c luaO_str2num and strtod are charged, not checked
  ['tonumber of a long numeral', `s = R("1", ${M * 2})`, 'tonumber(s)'],
];

/** By how many milliseconds an execution overruns: the least of three, since other work may delay any one. */
function overrun(script: string, limits: ScriptLimits = {}, preparation = ''): number {
  const all = { maxInstructions: 0, timeout, ...limits };
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && least >= allowance; i++) {
    const lua = openVictim({ maxMemory: '200MB' });
    attack(lua, preparation, { maxInstructions: 0, timeout: 0 });
    const { how, milliseconds } = attack(lua, script, all);
    expect(how).toBe('time');
    expect(works(lua)).toBe(true);
    least = Math.min(least, milliseconds - Number(all.timeout));
  }
  return least;
}

describe('a timeout is met by', () => {
  test.each(held)('%s', (_, script) => {
    expect(overrun(script)).toBeLessThan(allowance);
  });

  for (const [name, preparation, operation] of open) {
    test(name, () => {
      expect(overrun(`${operation} while true do end`, { timeout: 20 }, preparation)).toBeLessThan(allowance);
    });
  }
});

// fuel is an int32: more than 2^31 charges in one operation of the core make it positive again
test('one operation cannot charge so much that the count starts anew', () => {
  const lua = openVictim({ profile: 'normal' });
  attack(lua, crafted('1 << 17'), { maxInstructions: 0 });
  expect(attack(lua, oneMore, {}).how).toBe('instructions');
  expect(lua.usage.instructions).toBeGreaterThan(1e7);
});
