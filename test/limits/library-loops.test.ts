import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError } from '../../src/index.ts';
import { openContext } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

/** One call each that takes a loop in C far past the limit: what is made before, and the call. */
const calls: readonly (readonly [string, string, string])[] = [
  ['string.find with a pattern bomb', '', "string.find(('a'):rep(30000), '.-.-.-.-b$')"],
  ['string.match with a pattern bomb', '', "string.match(('a'):rep(30000), '(.-)(.-)(.-)b')"],
  ['string.gmatch', '', "string.gmatch(('a'):rep(30000), '.-.-.-b')()"],
  ['string.gsub', "text = ('a'):rep(1000000)", "string.gsub(text, 'a', 'b')"],
  ['string.gsub with a pattern bomb', '', "string.gsub(('a'):rep(30000), '.-.-.-b', '')"],
  ['string.find of plain text', "text = ('a'):rep(100000)", "text:find(('a'):rep(50000) .. 'b', 1, true)"],
  ['a set of characters', "text = ('a'):rep(100000); set = '[' .. ('b'):rep(10000) .. ']'", 'text:find(set)'],
  ['%b', "text = ('('):rep(30000)", "text:find('%b()')"],
  ['string.rep', '', "string.rep('x', 10000000)"],
  ['string.rep with a separator', '', "string.rep('', 10000000, ',')"],
  ['string.rep in a loop', '', "while true do string.rep('xxxxxxxx', 100000) end"],
  ['string.format of a long format', "text = ('%%'):rep(1000000)", 'string.format(text)'],
  ['string.format in a loop', "text = ('x'):rep(1000000)", 'while true do string.format("%s", text) end'],
  ['string.format %q', "text = ('\\n'):rep(1000000)", "string.format('%q', text)"],
  ['string.pack', "text = ('x'):rep(1000000)", 'string.pack(text)'],
  ['string.packsize', "text = ('x'):rep(1000000)", 'string.packsize(text)'],
  ['string.unpack', "text = ('x'):rep(1000000)", 'string.unpack(text, text)'],
  ['string.pack of padding', '', "string.pack('!16 c10000000', '')"],
  ['string.reverse', "text = ('x'):rep(1000000)", 'text:reverse()'],
  ['string.upper', "text = ('x'):rep(1000000)", 'text:upper()'],
  ['string.lower', "text = ('x'):rep(1000000)", 'text:lower()'],
  ['string.byte', "text = ('x'):rep(500000)", 'text:byte(1, -1)'],
  ['string.char', "list = { ('x'):rep(200000):byte(1, -1) }", 'string.char(table.unpack(list))'],
  ['string.sub in a loop', "text = ('x'):rep(1000000)", 'while true do text:sub(2) end'],
  ['string concatenation in a loop', "text = ('x'):rep(1000000)", 'while true do local s = text .. "y" end'],
  [
    'string comparison in a loop',
    "a = ('x'):rep(1000000) .. 'a'; b = ('x'):rep(1000000) .. 'b'",
    'while true do local c = a < b end',
  ],
  [
    'string equality in a loop',
    "a = ('x'):rep(1000000) .. 'a'; b = ('x'):rep(1000000) .. 'b'",
    'while true do local c = a == b end',
  ],
  [
    'long strings as keys',
    "text = ('x'):rep(1000000)",
    'local t = {} for i = 1, math.huge do t[text .. i] = true t = {} end',
  ],
  ['tonumber of long digits', "text = ('1'):rep(150)", 'while true do tonumber(text) end'],
  ['tonumber with a base', "text = (' '):rep(1000000) .. '1'", 'tonumber(text, 10)'],
  ['tostring of floats', '', 'while true do local s = tostring(1e308 / 3) end'],
  ['table.concat', 'list = {} for i = 1, 300000 do list[i] = "x" end', 'table.concat(list)'],
  [
    'table.concat with a separator',
    'list = {} for i = 1, 100000 do list[i] = "" end',
    'table.concat(list, ", ")',
  ],
  ['table.move', '', 'table.move({}, 1, 1000000000, 2)'],
  ['table.move to another table', '', 'table.move({}, 1, 1000000000, 1, {})'],
  [
    'table.insert',
    '',
    "table.insert(setmetatable({}, { __len = function() return 1000000000 end }), 1, 'x')",
  ],
  ['table.remove', '', 'table.remove(setmetatable({}, { __len = function() return 1000000000 end }), 1)'],
  ['table.unpack', 'list = table.create(500000)', 'table.unpack(list, 1, 500000)'],
  ['table.pack', "text = ('x'):rep(300000)", 'table.pack(text:byte(1, -1))'],
  ['table.sort', 'list = {} for i = 1, 100000 do list[i] = i * 7919 % 100003 end', 'table.sort(list)'],
  ['table.sort of equal values', 'list = {} for i = 1, 100000 do list[i] = 1 end', 'table.sort(list)'],
  [
    'table.sort with a comparator in C',
    'list = {} for i = 1, 100000 do list[i] = i * 7919 % 100003 end',
    'table.sort(list, math.ult)',
  ],
  [
    'table.sort with a senseless comparator',
    'list = {} for i = 1, 100000 do list[i] = i end',
    'pcall(table.sort, list, function() return true end) while true do pcall(table.sort, list, rawequal) end',
  ],
  ['table.create in a loop', '', 'while true do table.create(100000) end'],
  ['utf8.len', "text = ('ä'):rep(500000)", 'utf8.len(text)'],
  ['utf8.offset', "text = ('ä'):rep(500000)", 'utf8.offset(text, 500000)'],
  ['utf8.codepoint', "text = ('ä'):rep(300000)", 'utf8.codepoint(text, 1, -1)'],
  ['utf8.codes', "text = ('ä'):rep(500000)", 'for _ in utf8.codes(text) do end'],
  ['utf8.char', "list = { ('x'):rep(200000):byte(1, -1) }", 'utf8.char(table.unpack(list))'],
  [
    'next over an emptied table',
    'list = {} for i = 1, 100000 do list["k" .. i] = i end for k in pairs(list) do list[k] = nil end',
    'while true do next(list) end',
  ],
  [
    'next over an emptied array',
    'list = {} for i = 1, 100000 do list[i] = i end for i = 1, 100000 do list[i] = nil end',
    'while true do next(list) end',
  ],
  [
    'the length of a table',
    'list = {} for i = 1, 100000 do list[i] = i end',
    'while true do local n = #list end',
  ],
  ['a table that is rehashed', '', 'while true do local t = {} for i = 1, 1000 do t[-i] = i end end'],
  [
    'keys that all collide',
    'stride = 65535 * 32767 * 16383',
    'local t = {} for i = 1, 30000 do t[i * stride] = true end',
  ],
  ['the parser on a long list', "text = 'return {' .. ('1,'):rep(500000) .. '}'", 'load(text)'],
  ['the parser on a long comment', "text = '--' .. ('x'):rep(1000000)", 'load(text)'],
  ['the parser on blanks', "text = (' '):rep(1000000)", 'load(text)'],
  ['the parser on a long string', `text = 'return "' .. ('\\\\z '):rep(500000) .. '"'`, 'load(text)'],
  ['the parser on many locals', "text = ('do local a end '):rep(100000)", 'load(text)'],
  ['the parser on many gotos', "text = 'do ' .. ('goto x '):rep(20000) .. ' ::x:: end'", 'load(text)'],
  [
    'the parser on many names',
    'local t = {} for i = 1, 50000 do t[i] = "x" .. i .. " = 1 " end text = table.concat(t)',
    'load(text)',
  ],
  ['load with a reader', '', "load(function() return 'x = 1 ' end)"],
  [
    'collectgarbage in a loop',
    'list = {} for i = 1, 100000 do list[i] = {} end',
    'while true do collectgarbage() end',
  ],
  [
    'steps of the collector in a loop',
    'list = {} for i = 1, 100000 do list[i] = {} end',
    'while true do collectgarbage("step", 1000) end',
  ],
  [
    'generational collections in a loop',
    'list = {} for i = 1, 100000 do list[i] = {} end collectgarbage("generational")',
    'while true do collectgarbage("step") end',
  ],
  [
    'weak tables collected in a loop',
    'list = setmetatable({}, { __mode = "k" }) for i = 1, 50000 do list[{}] = i end',
    'while true do collectgarbage() end',
  ],
  [
    'ephemerons in a chain',
    'list = setmetatable({}, { __mode = "k" }) local k = {} first = k for i = 1, 20000 do local n = {} list[k] = n k = n end',
    'while true do collectgarbage() end',
  ],
  [
    'select with a negative index',
    "text = ('x'):rep(200000)",
    'while true do select(-1, text:byte(1, -1)) end',
  ],
  ['os.date with a long format', "text = ('%d'):rep(300000)", 'os.date(text)'],
  ['string.dump in a loop', "f = load(('x = 1 '):rep(20000))", 'while true do string.dump(f) end'],
  ['debug.traceback in a loop', '', 'while true do debug.traceback() end'],
  [
    'debug.getinfo with lines',
    "f = load(('x = 1\\n'):rep(20000))",
    "while true do debug.getinfo(f, 'L') end",
  ],
  ['package.searchpath', "text = ('?;'):rep(100000)", "package.searchpath('x', text)"],
  ['print of many values', "text = ('x'):rep(200000)", 'print(text:byte(1, -1))'],
];

describe('a loop in C', () => {
  test.each(calls)('ends by the instruction limit: %s', (_, setUp, call) => {
    const lua = openContext({ maxMemory: '200MB', print: () => {} });
    lua.executeScript(setUp);
    const limits = { maxInstructions: 50_000 };
    const error = thrownBy(LuaLimitError, () => lua.executeScript(call, { limits }));
    expect(error.resource).toBe('instructions');
  });

  test.each(calls)('can be followed by another script: %s', (_, setUp, call) => {
    const lua = openContext({ maxMemory: '200MB', print: () => {} });
    lua.executeScript(setUp);
    thrownBy(LuaLimitError, () => lua.executeScript(call, { limits: { maxInstructions: 50_000 } }));
    expect(lua.executeScript('return ("a b"):gsub("%w", "%0%0")')).toEqual(['aa bb', 2]);
  });
});

describe('a loop in C that would take for ever', () => {
  test.each([
    ['a pattern bomb', "string.find(('a'):rep(30000), '.-.-.-.-b$')"],
    ['table.move', 'table.move({}, 1, 1000000000000, 2)'],
    [
      'table.insert',
      "table.insert(setmetatable({}, { __len = function() return 1000000000000 end }), 1, 'x')",
    ],
    ['load with a reader', "load(function() return 'x = 1 ' end)"],
    [
      'next over an emptied table',
      'local t = {} for i = 1, 20000 do t["k" .. i] = i end for k in pairs(t) do t[k] = nil end while true do next(t) end',
    ],
    ['collectgarbage in a loop', 'while true do collectgarbage() end'],
    ['keys that all collide', 'local t = {} for i = 1, math.huge do t[i * 65535 * 32767 * 16383] = true end'],
    ['string.rep in a loop', "while true do string.rep('x', 1000000) end"],
  ])('ends by its timeout: %s', (_, script) => {
    const lua = new LuaContext({}, { profile: 'unlimited', maxMemory: '100MB', timeout: 20 });
    expect(thrownBy(LuaLimitError, () => lua.executeScript(script)).resource).toBe('time');
  });
});

describe('what a loop in C costs', () => {
  /** The instructions of an expression, with `n` set. */
  function cost(expression: string, n: number): number {
    const lua = openContext();
    lua.executeScript(`n = ${n} text = ('x'):rep(n) list = {} for i = 1, n do list[i] = n - i end`);
    lua.executeScript(`local _ = ${expression}`);
    return lua.usage.instructions;
  }

  test.each([
    ["text:find('y')"],
    ['text:upper()'],
    ['table.concat(list)'],
    ['table.move(list, 1, n, 2)'],
    ['utf8.len(text)'],
    ["text:gsub('x', 'y')"],
    ["('x'):rep(n, ',')"],
    ['table.remove(list, 1)'],
  ])('grows with the rounds: %s', (expression) => {
    const growth = (cost(expression, 20_000) - cost(expression, 10_000)) / 10_000;
    expect(growth).toBeGreaterThanOrEqual(1);
  });

  test('is the same each time', () => {
    expect(cost("text:find('.-.-y')", 100)).toBe(cost("text:find('.-.-y')", 100));
  });
});
