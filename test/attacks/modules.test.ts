import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { attack, works } from './attack.ts';

const folder = new TemporaryFolder();
const inside = join(folder.path, 'lib');

beforeAll(() => {
  mkdirSync(join(inside, 'sub'), { recursive: true });
  mkdirSync(join(folder.path, 'lib-secret'));
  for (const place of ['secret.lua', 'lib-secret/secret.lua']) {
    writeFileSync(join(folder.path, place), "return 'secret'");
  }
  writeFileSync(join(inside, 'fine.lua'), "return 'fine'");
  symlinkSync('../secret.lua', join(inside, 'link.lua'));
  symlinkSync('../lib-secret', join(inside, 'linked'));
  symlinkSync('fine.lua', join(inside, 'alias.lua'));
  mkdirSync(join(inside, 'folder.lua'));
});
afterAll(() => folder.remove());

describe.each(['sandbox', 'all', 'safe'] as const)("with libraries '%s'", (libraries) => {
  const open = () => {
    const lua = new LuaContext({}, { libraries });
    lua.addSearchPath(join(inside, '?.lua'));
    lua.addSearchPath(join(inside, '?/secret.lua'));
    return lua;
  };

  test.each([
    "'../secret'",
    "'sub/../../secret'",
    "'..'",
    "'.'",
    "''",
    "'/'",
    "'..secret'",
    "'...secret'",
    "'../lib-secret/secret'",
    "'link'",
    "'linked.secret'",
    "'linked'",
    "'linked/secret'",
    "'/etc/passwd'",
    "'folder'",
    "'%2e%2e/secret'",
    "'%s%n'",
    "'..\\\\secret'",
    "'C:\\\\secret'",
    "'secret\\0'",
    "'fine\\0x'",
    "'?'",
    "';'",
    "'FINE'",
    "'a\\nb'",
    "'\\xff\\xfe'",
    "('x'):rep(300)",
    "('a.'):rep(5000)",
    "('x'):rep(10 * 1024 * 1024)",
    "('.'):rep(10 * 1024 * 1024)",
  ])('require(%s) finds nothing outside', (name) => {
    const limits = { maxInstructions: 0, maxMemory: '500MB' };
    const found = open().executeScript(`local ok, m = pcall(require, ${name}) return ok and m or nil`, {
      limits,
    });
    expect(found).toBe(name === "'fine\\0x'" ? 'fine' : null); // for C a name ends at its zero byte
  });

  test('links that stay inside are followed', () => {
    expect(open().executeScript("return (require('alias'))")).toBe('fine');
  });

  test('package gives no other way to a file or a C library', () => {
    const lua = open();
    const script = `
      local found = {}
      local function try(name, f, ...) if f then local ok, value = pcall(f, ...) if ok and value then found[#found + 1] = name end end end
      try('loadlib', package.loadlib, 'libc.so.6', '*')
      try('searchpath', package.searchpath, 'passwd', '/etc/?')
      package.path, package.cpath = '${folder.path}/?.lua;/etc/?', '/lib/?.so;${folder.path}/?.lua'
      for i, searcher in ipairs(package.searchers or {}) do
        local ok, value = pcall(searcher, 'secret') if ok and type(value) == 'function' then found[#found + 1] = i end
      end
      try('require', require, 'secret')
      return found`;
    expect(lua.executeScript(script)).toEqual({});
  });
});

// a script may have made it, where it can write: a few bytes on the disk, all of them in memory to whoever reads it
test('a file larger than the memory limit is not read to the end only to be refused', () => {
  writeFileSync(join(inside, 'huge.lua'), '');
  truncateSync(join(inside, 'huge.lua'), 2 ** 40);
  const lua = new LuaContext();
  lua.addSearchPath(join(inside, '?.lua'));
  expect(() => lua.executeScript("require('huge')")).toThrow(
    "'huge.lua' has 1099511627776 bytes, more than the memory limit leaves",
  );
});

test('the sandbox has no more of package than what is loaded and what is to be', () => {
  const lua = new LuaContext();
  lua.registerModule('m', 1);
  const script =
    'local names = {} for name in pairs(package) do names[#names + 1] = name end table.sort(names) return names';
  expect(lua.executeScript(script)).toEqual(['loaded', 'preload']);
  const loaded =
    'local names = {} for name in pairs(package.loaded) do names[#names + 1] = name end table.sort(names) return names';
  expect(lua.executeScript(loaded)).toEqual(['_G', 'coroutine', 'math', 'os', 'string', 'table', 'utf8']);
});

describe('a script that spoils package and globals', () => {
  const spoil = `
    local package = package
    setmetatable(_G, { __newindex = function() error('no') end, __index = function() while true do end end })
    if package then
      package.loaded, package.preload = nil, nil
      package.searchers = setmetatable({}, { __len = function() return 1 << 60 end, __index = error, __newindex = error })
    end
    rawset(_G, 'require', nil)`;

  test.each(['sandbox', 'all'] as const)(
    'does not keep the host from adding modules (%s), and a reset undoes it',
    (libraries) => {
      const lua = new LuaContext({}, { libraries });
      lua.executeScript(spoil);
      lua.registerModule('m', 1);
      lua.addSearcher(() => null);
      lua.setReadHandler(() => 'x');
      lua.setFileReader(() => null);
      lua.reset();
      expect(lua.executeScript("return (require('m')), io.read()")).toEqual([1, 'x']);
    },
  );
});

describe('a million times', () => {
  const limits = { maxInstructions: 300_000, timeout: 0, maxMemory: '10MB' };

  test.each([
    ['missing modules', "while true do pcall(require, 'none') end"],
    ['other names', "local i = 0 while true do i = i + 1 pcall(require, 'none' .. i) end"],
    ['long names', "local n = R('x', 500000) while true do pcall(require, n) end"],
    [
      'a module that requires itself',
      "package.preload.a = function() return require('a') end require('a') while true do end",
    ],
    ['modules loaded anew', "while true do require('fine') package.loaded.fine = nil end"],
    ['searchers that end in errors', "while true do pcall(require, 'bad') end"],
    [
      'in a finalizer',
      "setmetatable({}, { __gc = function(o) pcall(require, 'none') setmetatable(o, getmetatable(o)) end }) while true do collectgarbage() end",
    ],
  ])('%s: ends', (_, script) => {
    const lua = new LuaContext({}, { libraries: 'all' });
    lua.addSearchPath(join(inside, '?.lua'));
    lua.addSearcher((name) => {
      if (name === 'bad') throw new Error('bad');
      return null;
    });
    const { how } = attack(lua, script, limits);
    expect(['instructions', 'ERR_LUA_RUNTIME']).toContain(how);
    expect(works(lua)).toBe(true);
  });
});

test('what debug finds between Lua and the host calls no other function of the host', () => {
  let calls = 0;
  const lua = new LuaContext({}, { libraries: 'all' });
  const hide = lua.executeScript<(fn: () => void) => void>('return function(fn) kept = fn end');
  hide(() => void calls++);
  lua.setReadHandler(() => 'x');
  const script = `
    local between = {}
    debug.sethook(function() between[debug.getinfo(2, 'f').func] = true end, 'c')
    io.read()
    debug.sethook()
    local tried = 0
    for f in pairs(between) do
      if debug.getinfo(f, 'S').what == 'C' and f ~= io.read and f ~= debug.sethook then
        for n = -1, 20 do tried = tried + 1 pcall(f, n) pcall(f, n, {}) pcall(f, n, 'x') pcall(f, n, 'x', 'y') end
      end
    end
    return tried > 0`;
  expect(lua.executeScript(script)).toBe(true);
  expect(calls).toBe(0);
  expect(works(lua)).toBe(true);
});
