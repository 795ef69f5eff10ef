import { describe, expect, test } from 'vitest';
import { attack, openVictim, works } from './attack.ts';

/** Recursion through C or the host; each must be a Lua error that the script can catch. */
const held: readonly (readonly [string, string])[] = [
  ['callbacks of the host', 'local function f() call(f) end f()'],
  ['callbacks of the host with arguments', 'local function f(...) call(f, ...) end f(1, 2, 3, {}, "x")'],
  ['callbacks of the host in coroutines', 'local function f() coroutine.wrap(call)(f) end f()'],
  ['callbacks of the host in gsub', 'local function f() ("x"):gsub(".", function() call(f) end) end f()'],
  ['scripts in scripts', 'function f() execute("f()") end f()'],
  ['gsub', 'local function f() return (("x"):gsub(".", f)) end f()'],
  [
    'gsub with a dear leaf',
    'local function f() string.format("%.99f %.99a %q", 1e308, 1e308, 1e308) return (("x"):gsub(".", f)) end f()',
  ],
  [
    'string.format and __tostring',
    'local m = {} m.__tostring = function(x) return string.format("%s", x) end tostring(setmetatable({}, m))',
  ],
  [
    'table.concat and __index',
    'local m = {} m.__index = function(x) return table.concat(x, ",", 1, 2) end table.concat(setmetatable({}, m), ",", 1, 2)',
  ],
  ['table.sort', 'local function f() table.sort({ 3, 2, 1 }, function(a, b) f() return a < b end) end f()'],
  ['coroutines', 'local function f() coroutine.wrap(f)() end f()'],
  ['metamethods', 'local m = {} m.__index = function(t, k) return t[k] end return setmetatable({}, m).x'],
  [
    'closing values',
    'local function f() local x <close> = setmetatable({}, { __close = function() f() end }) end f()',
  ],
  [
    'readers of load',
    'local function read() local f, message = load(read) error(message) end error((select(2, load(read))))',
  ],
  ['parentheses', 'error((select(2, load("return " .. ("("):rep(1e5)))))'],
  ['function bodies', 'error((select(2, load(("return function() "):rep(1e4)))))'],
  ['unary operators', 'error((select(2, load("return " .. ("not "):rep(1e5)))))'],
  ['blocks', 'error((select(2, load(("do "):rep(1e5)))))'],
  ['Lua itself', 'local function f() return 1 + f() end f()'],
  [
    'a message handler',
    'local function handle(e) error(e) end error((select(2, xpcall(error, handle, "x"))))',
  ],
];

function victim() {
  const lua = openVictim(
    { timeout: 5000, maxInstructions: 0 },
    { execute: (s: string) => lua.executeScript(s) },
  );
  return lua;
}

describe('the native stack does not overflow through', () => {
  test.each(held)('%s', (_, script) => {
    const lua = victim();
    expect(attack(lua, script, {}).error).toMatchObject({
      message: expect.stringMatching(/overflow|error in error/),
    });
    expect(attack(lua, `local ok = pcall(function() ${script} end) assert(not ok)`, {}).how).toBe('returned');
    expect(works(lua)).toBe(true);
  });
});

// 198 levels of Lua in the host in Lua take more than V8's stack if each passes a few hundred arguments
test('callbacks of the host with hundreds of arguments', () => {
  for (const count of [150, 200, 250, 300, 350, 400, 450]) {
    const lua = victim();
    const script = `local function f(...) call(f, ...) end f(table.unpack({}, 1, ${count}))`;
    expect(attack(lua, script, {}).error).not.toMatchObject({ code: 'ERR_LUA_STATE' });
    expect(works(lua)).toBe(true);
  }
});

test('more arguments than a host function can have are an error', () => {
  const lua = victim();
  const script = 'local ok = pcall(call, print, table.unpack({}, 1, 300000)) assert(not ok)';
  expect(attack(lua, script, {}).how).toBe('returned');
  expect(works(lua)).toBe(true);
});
