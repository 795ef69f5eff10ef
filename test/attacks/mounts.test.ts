import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LuaContext, type ScriptLimits } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { attack, works } from './attack.ts';

const folder = new TemporaryFolder();
let inside: string;
let outside: string;
let secret: string;
let lua: LuaContext;

/** A new tree for each test, since scripts may do to the mount what they like. */
beforeEach(() => {
  const base = mkdtempSync(join(folder.path, 'tree-'));
  inside = join(base, 'data');
  outside = join(base, 'data-secret'); // whose name begins as the mount's
  secret = join(outside, 'secret.txt');
  for (const path of [inside, outside, join(inside, 'sub')]) mkdirSync(path);
  writeFileSync(secret, 'secret');
  writeFileSync(join(inside, 'plain.txt'), 'plain');
  writeFileSync(join(base, 'beside.txt'), 'secret');
  symlinkSync(secret, join(inside, 'link.txt'));
  symlinkSync('../data-secret/secret.txt', join(inside, 'relative.txt'));
  symlinkSync(outside, join(inside, 'linked'));
  symlinkSync(join(outside, 'made.txt'), join(inside, 'dangling.txt'));
  symlinkSync('loop.txt', join(inside, 'loop.txt'));
  symlinkSync('link.txt', join(inside, 'chain.txt'));
  symlinkSync('/', join(inside, 'root'));
  symlinkSync('..', join(inside, 'sub/parent'));
  symlinkSync('plain.txt', join(inside, 'inner.txt'));
  lua = new LuaContext({}, { libraries: 'all', filesystem: { '/data': { path: inside, write: true } } });
});
afterEach(() => lua.dispose());
afterAll(() => folder.remove());

const outer = [
  '/data/../beside.txt',
  '/data/sub/../../beside.txt',
  '/data/./../beside.txt',
  '/data//..//beside.txt',
  '/../data/../beside.txt',
  'data/../beside.txt',
  '../beside.txt',
  '/data-secret/secret.txt',
  '/data/../data-secret/secret.txt',
  '/data/link.txt',
  '/data/relative.txt',
  '/data/chain.txt',
  '/data/linked/secret.txt',
  '/data/linked/../beside.txt',
  '/data/sub/parent/../beside.txt',
  '/data/sub/parent/link.txt',
  '/data/root/etc/passwd',
  '/data/loop.txt',
  '/etc/passwd',
  '//etc/passwd',
  '/data/root/proc/self/environ',
  '/dev/stdin',
  '',
];

const doors = (name: string) => [
  `io.open('${name}')`,
  `io.open('${name}', 'r+')`,
  `loadfile('${name}')`,
  `(function() local ok, e = pcall(io.lines, '${name}') return ok and 'opened' or nil, e end)()`,
  `(function() local ok, e = pcall(dofile, '${name}') return ok and 'ran' or nil, e end)()`,
];

describe.each(outer)('a name that leads out, %j', (name) => {
  test('opens nothing', () => {
    for (const door of doors(name)) {
      const [found, message] = lua.executeScript<unknown[]>(`return ${door}`);
      expect([door, found]).toEqual([door, null]);
      expect(message).toMatch(
        /No such file|Permission denied|Too many levels of symbolic links|not a directory|Not a directory/,
      );
    }
  });

  test('changes nothing', () => {
    lua.executeScript(`
      local f = io.open('${name}', 'w') if f then f:write('broken') f:close() end
      f = io.open('${name}', 'a') if f then f:write('broken') f:close() end
      os.rename('/data/plain.txt', '${name}') os.rename('${name}', '/data/taken.txt')`);
    expect(readFileSync(secret, 'utf8')).toBe('secret');
    expect(readFileSync(join(outside, '../beside.txt'), 'utf8')).toBe('secret');
    expect(readdirSync(outside)).toEqual(['secret.txt']);
    // a link itself lies in the mount and may be moved there, but leads to nothing
    const taken = lua.executeScript("local f = io.open('/data/taken.txt') return f and f:read('a')");
    expect([null, 'plain', 'broken']).toContain(taken);
  });
});

describe('links', () => {
  test('that stay inside are followed', () => {
    expect(
      lua.executeScript(
        "return io.open('/data/inner.txt'):read('a'), io.open('/data/sub/parent/plain.txt'):read('a')",
      ),
    ).toEqual(['plain', 'plain']);
  });

  test('to nothing make no file', () => {
    expect(lua.executeScript("return (io.open('/data/dangling.txt', 'w'))")).toBeNull();
    expect(existsSync(join(outside, 'made.txt'))).toBe(false);
  });

  test('are removed themselves, not what they lead to', () => {
    expect(lua.executeScript("return os.remove('/data/link.txt')")).toBe(true);
    expect(readFileSync(secret, 'utf8')).toBe('secret');
  });
});

test.each(['/data', '/data/', '/data/.', '/data/sub/..', '/'])(
  'the mount itself (%s) is neither opened nor moved nor removed',
  (name) => {
    const script = `return (io.open('${name}')), (io.open('${name}', 'w')), (os.remove('${name}')), (os.rename('${name}', '/data/x'))`;
    expect(lua.executeScript(script)).toEqual([null, null, null, null]);
    expect(existsSync(inside)).toBe(true);
  },
);

describe('what would block or never end', () => {
  // files.ts: the host would take a name of millions of parts to pieces in one call
  test.each([
    'io.open(long)',
    'os.remove(long)',
    'os.rename(long, "/data/x")',
    'os.rename("/data/plain.txt", long)',
  ])('a name that is too long is refused: %s', (call) => {
    const script = `local long = '/data/' .. ('./'):rep(3000) .. 'plain.txt' return ${call}`;
    expect(lua.executeScript<unknown[]>(script)[1]).toMatch('File name too long');
    expect(readFileSync(join(inside, 'plain.txt'), 'utf8')).toBe('plain');
  });

  test.skipIf(!existsSync('/usr/bin/mkfifo'))('a pipe is refused at once', () => {
    spawnSync('mkfifo', [join(inside, 'pipe')]);
    for (const mode of ['r', 'w', 'r+', 'a']) {
      expect(lua.executeScript(`return io.open('/data/pipe', '${mode}')`)).toEqual([
        null,
        '/data/pipe: Permission denied',
        13,
      ]);
    }
    lua.addSearchPath(join(inside, '?'));
    expect(lua.executeScript("return (pcall(require, 'pipe'))")).toBe(false);
  });

  test.skipIf(!existsSync('/dev/zero'))('devices are refused', () => {
    const devices = new LuaContext({}, { filesystem: { '/dev': { path: '/dev', write: true } } });
    for (const name of ['zero', 'random', 'tty', 'null', 'stdin', 'fd/0']) {
      expect([name, devices.executeScript(`return (io.open('/dev/${name}'))`)]).toEqual([name, null]);
    }
  });
});

const long = "('x'):rep(10 * 1024 * 1024)";

describe('names of any kind', () => {
  test.each([
    `${long}`,
    `'/data/' .. ${long}`,
    "'/data/' .. ('../'):rep(100000)",
    "'/data/' .. ('sub/../'):rep(100000)",
    "'/data/\\xff\\xfe'",
    "'/data/a\\nb'",
    "'/data/plain.txt\\0/../../beside.txt/x'",
    "'/data/plain.txt/'",
  ])('io.open(%s) is answered, and the context works', (name) => {
    lua.executeScript(`local f = io.open(${name}) if f then assert(f:read('a') ~= 'secret') f:close() end`, {
      limits: { maxInstructions: 0, maxMemory: '200MB' },
    });
    expect(works(lua)).toBe(true);
  });
});

describe('a million times', () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;

  test.skipIf(!existsSync('/proc/self/fd'))('opening files leaves no descriptor behind', () => {
    const before = descriptors();
    const loops = [
      "while true do io.open('/data/plain.txt') end",
      "while true do for line in io.lines('/data/plain.txt') do break end end",
      "local old while true do local new = io.open('/data/plain.txt') if old then old:close() end old = new end",
      "while true do coroutine.wrap(function() local f <close> = io.open('/data/plain.txt') error() end) pcall(io.lines, '/data/plain.txt', 'x') end",
      "setmetatable({}, { __gc = function(o) f = io.open('/data/plain.txt') setmetatable(o, getmetatable(o)) end }) while true do collectgarbage() end",
    ];
    for (const loop of loops)
      expect(attack(lua, loop, { maxInstructions: 1_000_000, timeout: 0 }).how).toBe('instructions');
    expect(descriptors() - before).toBeLessThanOrEqual(64);
    lua.reset();
    expect(descriptors()).toBe(before);
    expect(works(lua)).toBe(true);
  });

  const limits: ScriptLimits = { maxInstructions: 500_000, timeout: 0, maxMemory: '10MB' };

  test.each([
    ['missing files', "while true do io.open('/data/none') end"],
    [
      'long names that lead nowhere',
      `local n = '/data/' .. R('sub/../', 50000) while true do io.open(n) end`,
    ],
    [
      'writing',
      "local f, s = io.open('/data/big', 'w'), R('x', 500000) while true do f:seek('set') f:write(s) end",
    ],
    [
      'writing without a buffer',
      "local f = io.open('/data/big', 'w') f:setvbuf('no') while true do f:seek('set') f:write('x') end",
    ],
    ['reading', "local f = io.open('/data/plain.txt') while true do f:seek('set') f:read('a') end"],
    [
      'numbers',
      "io.open('/data/n', 'w'):write(R('1 ', 100000)):close() while true do local f = io.open('/data/n') while f:read('n') do end end",
    ],
    ['renaming', "while true do os.rename('/data/none', '/data/other') os.remove('/data/none') end"],
    [
      'in an error handler',
      "while true do xpcall(error, function() return io.open('/data/plain.txt'):read() end) end",
    ],
    ['printing', 'while true do io.write(R("x", 100000)) end'],
  ])('%s is charged, and ends', (_, script) => {
    const victim = new LuaContext(
      {},
      { libraries: 'all', print: () => {}, filesystem: { '/data': { path: inside, write: true } } },
    );
    expect(attack(victim, script, limits).how).toBe('instructions');
    expect(works(victim)).toBe(true);
    victim.dispose();
  });

  test.each([
    ['a file larger than the memory', "return io.open('/data/huge'):read('a')"],
    ['a line larger than the memory', "return io.open('/data/huge'):read('l')"],
    ['more bytes than there are', "return io.open('/data/huge'):read(math.maxinteger)"],
    ['a chunk larger than the memory', "return loadfile('/data/huge')"],
  ])('reading %s is an error or a shorter result', (_, script) => {
    writeFileSync(join(inside, 'huge'), 'x'.repeat(30 * 1024 * 1024));
    const outcome = attack(lua, script, { maxInstructions: 0, timeout: 0, maxMemory: '5MB' });
    expect(['memory', 'returned', 'ERR_LUA_RUNTIME']).toContain(outcome.how);
    expect(works(lua)).toBe(true);
  });
});
