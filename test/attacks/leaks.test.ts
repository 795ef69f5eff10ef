import { describe, expect, test } from 'vitest';
import { type Attack, attack, openVictim, works } from './attack.ts';

/** Ways to an end that find memory half way between owners. Each is run to 1,000 ends, at ever other points. */
const held: readonly Attack[] = [
  ['a growing table', 'local t = {} while true do t[#t + 1] = 1 end'],
  ['pcall', 'while true do pcall(function() while true do end end) end'],
  ['a coroutine', 'coroutine.wrap(function() local t = {} while true do t[#t + 1] = {} end end)()'],
  ['nested coroutines', 'local function f(n) while n == 0 do end coroutine.wrap(f)(n - 1) end f(20)'],
  [
    'the parser',
    'local i = 0 load(function() i = i + 1 return "local a" .. i .. " = { b" .. i .. " } goto l" .. i .. " " end)',
  ],
  ['the parser, in one function', 'load(function() return "x = x + 1 " end)'],
  ['the parser, in a name', 'load(function() return "aaaaaaaaaaaaaaaaaaaa" end)'],
  [
    'the parser, in a string',
    'local n = 0 load(function() n = n + 1 return n == 1 and "x = \'" or "aaaaaaaaaaaaaaa" end)',
  ],
  [
    'the parser in a coroutine',
    'coroutine.wrap(function() load(function() return "local function f() " end) while true do load(function() return "x = 1 " end) end end)()',
  ],
  [
    'a finalizer',
    'setmetatable({}, { __gc = function() while true do end end }) collectgarbage() while true do end',
  ],
  [
    'a finalizer in a coroutine',
    'coroutine.wrap(function() setmetatable({}, { __gc = function() while true do end end }) collectgarbage() end)() while true do end',
  ],
  [
    'a value to be closed',
    'local x <close> = setmetatable({}, { __close = function() while true do end end }) while true do end',
  ],
  [
    'a value being closed',
    'do local x <close> = setmetatable({}, { __close = function() while true do end end }) end',
  ],
  ['an error handler', 'xpcall(error, function() while true do end end)'],
  ['a comparator', 'table.sort({ 3, 2, 1, 5, 4 }, function() while true do end end)'],
  ['a buffer that has left the stack', 'while true do (("x"):rep(9000)):gsub(".", "%0%0") end'],
  ['upvalues', 'local y = 0 G = function() y = y + 1 return y end while true do y = y + 1 end'],
  ['deep recursion', 'local function f() return 1 + f() end while true do pcall(f) end'],
];

function leakedBy(script: string): number {
  const lua = openVictim();
  const ends = (count: number) => {
    for (let i = 0; i < count; i++) {
      const { how } = attack(lua, script, { maxInstructions: 3000 + ((i * 37) % 3000) });
      expect(how).toBe('instructions');
    }
  };
  ends(100);
  const before = settledMemory(lua);
  ends(1000);
  const leaked = settledMemory(lua) - before;
  expect(works(lua)).toBe(true);
  return leaked;
}

function settledMemory(lua: ReturnType<typeof openVictim>): number {
  lua.executeScript('G = nil for i = 1, 20 do collectgarbage() end', { limits: { maxInstructions: 0 } });
  return lua.getMemoryUsage();
}

describe('1,000 ends leave no memory behind', () => {
  test.each(held)('in %s', (_, script) => {
    expect(leakedBy(script)).toBeLessThan(1000);
  });
});

// lcorolib.c closes a running coroutine with a jump past luaD_protectedparser, which would free the buffers
test('a reader of load that closes its own coroutine leaves no memory behind', () => {
  const lua = openVictim();
  const script = `for i = 1, 100 do
    local n = 0
    local function read() n = n + 1 if n > 50 then coroutine.close(coroutine.running()) end return 'local a' .. n .. ' ' end
    coroutine.wrap(function() load(read) end)()
  end`;
  expect(attack(lua, script, {}).how).toBe('returned');
  const before = settledMemory(lua);
  expect(attack(lua, script, {}).how).toBe('returned');
  expect(settledMemory(lua) - before).toBeLessThan(1000);
});

// the same jump past GCTM, which would start the collector again
test('a finalizer that closes the coroutine it runs in does not stop the collector', () => {
  const lua = openVictim();
  const script = `coroutine.wrap(function()
    setmetatable({}, { __gc = function() coroutine.close(coroutine.running()) end }) collectgarbage() end)()`;
  expect(attack(lua, script, {}).how).toBe('returned');
  expect(lua.executeScript("return collectgarbage('isrunning')")).toBe(true);
});
