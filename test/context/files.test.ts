import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { LuaContext, LuaOptionError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { thrownBy } from '../support/thrown.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());
mkdirSync(join(folder.path, 'sub'));
const contentOf = (name: string) => readFileSync(join(folder.path, name), 'utf8');

const lua = new LuaContext(
  {},
  {
    libraries: 'all',
    filesystem: { '/data': { path: folder.path, write: true }, '/fixed': { path: folder.path } },
  },
);
beforeEach(() => {
  folder.file('poem.txt', 'first\nsecond\n\nlast');
  folder.file('numbers.txt', '12 0x1F -3.5e1\nrest');
});

describe('reading (manual section 6.9)', () => {
  test.each([
    [
      "local t = {} for line in io.lines('/data/poem.txt') do t[#t + 1] = line end return t",
      ['first', 'second', '', 'last'],
    ],
    ["return io.open('/data/poem.txt'):read('L', 'l', 'n')", ['first\n', 'second', null]],
    ["return io.open('/data/poem.txt'):read('a', 'a', 'l')", ['first\nsecond\n\nlast', '', null]],
    ["return io.open('/data/numbers.txt'):read('n', 'n', 'n', 'l')", [12, 31, -35, '']],
    ["return io.open('/data/poem.txt'):read(3, 0, 100, 0)", ['fir', '', 'st\nsecond\n\nlast', null]],
    [
      "local f = io.open('/data/poem.txt') return f:seek('end'), f:seek('set', 6), f:read(), f:seek()",
      [18, 6, 'second', 13],
    ],
    [
      "io.input('/data/poem.txt') local l = io.read() io.input():close() io.input(io.stdin) return l",
      'first',
    ],
    [
      "local f = io.open('/data/poem.txt') f:close() return io.type(f), tostring(f)",
      ['closed file', 'file (closed)'],
    ],
    ["return io.open('data/poem.txt'):read()", 'first'],
    ["return io.open('/data/./sub/../poem.txt'):read()", 'first'],
  ])('%s', (script, value) => {
    expect(lua.executeScript(script)).toEqual(value);
  });

  test('takes bytes as they are', () => {
    folder.file('bytes', Uint8Array.from([0, 255, 10, 13, 0]));
    expect(lua.executeScript("return { io.open('/data/bytes', 'rb'):read('a'):byte(1, -1) }")).toEqual([
      0, 255, 10, 13, 0,
    ]);
  });

  test('a file larger than any buffer arrives whole', () => {
    folder.file('large', 'x'.repeat(3_000_000));
    expect(lua.executeScript("return #io.open('/data/large'):read('a')")).toBe(3_000_000);
  });
});

describe('writing', () => {
  test('makes a file', () => {
    lua.executeScript("local f = io.open('/data/new.txt', 'w') f:write('a', 1, 2.5, '\\n'):close()");
    expect(contentOf('new.txt')).toBe('a12.5\n');
  });

  test('appends, whatever the position', () => {
    folder.file('log.txt', 'one\n');
    lua.executeScript("local f = io.open('/data/log.txt', 'a+') f:seek('set') f:write('two\\n') f:close()");
    expect(contentOf('log.txt')).toBe('one\ntwo\n');
  });

  test('empties a file for w, keeps it for r+', () => {
    folder.file('kept.txt', 'abcdef');
    lua.executeScript("local f = io.open('/data/kept.txt', 'r+') f:seek('set', 2) f:write('XY') f:close()");
    expect(contentOf('kept.txt')).toBe('abXYef');
    lua.executeScript("io.open('/data/kept.txt', 'w'):close()");
    expect(contentOf('kept.txt')).toBe('');
  });

  test('reaches the file when the script ends, closed or not', () => {
    lua.executeScript("left = io.open('/data/left.txt', 'w') left:write('written')");
    expect(contentOf('left.txt')).toBe('written');
  });

  test('reaches the file when a limit ends the script', () => {
    const script = "f = io.open('/data/ended.txt', 'w') f:write('written') while true do end";
    expect(() => lua.executeScript(script, { limits: { maxInstructions: 50_000 } })).toThrow(
      'instruction limit',
    );
    expect(contentOf('ended.txt')).toBe('written');
  });

  test('io.output and io.write go to a file', () => {
    lua.executeScript("io.output('/data/out.txt') io.write('x', 'y') io.close() io.output(io.stdout)");
    expect(contentOf('out.txt')).toBe('xy');
  });

  test('setvbuf, flush and tmpfile are there', () => {
    const script = `
      local f = io.open('/data/v.txt', 'w')
      return f:setvbuf('no'), f:setvbuf('full', 4096), io.type(f:write('x'):flush() and f)`;
    expect(lua.executeScript(script)).toEqual([true, true, 'file']);
  });
});

describe('os', () => {
  test('renames and removes', () => {
    folder.file('old', 'x');
    expect(lua.executeScript("return os.rename('/data/old', '/data/sub/new')")).toBe(true);
    expect(contentOf('sub/new')).toBe('x');
    expect(lua.executeScript("return os.remove('/data/sub/new')")).toBe(true);
    expect(existsSync(join(folder.path, 'sub/new'))).toBe(false);
  });

  test('removes an empty folder', () => {
    mkdirSync(join(folder.path, 'empty'));
    expect(lua.executeScript("return os.remove('/data/empty')")).toBe(true);
    expect(existsSync(join(folder.path, 'empty'))).toBe(false);
  });

  test('reports what is not there as nil, a message and a number', () => {
    expect(lua.executeScript("return os.remove('/data/missing')")).toEqual([
      null,
      '/data/missing: No such file or directory',
      2,
    ]);
  });

  test('has names for temporary files where /tmp is a mount', () => {
    const temporary = new LuaContext(
      {},
      { libraries: 'all', filesystem: { '/tmp': { path: folder.path, write: true } } },
    );
    const name = temporary.executeScript<string>('return os.tmpname()');
    expect(name).toMatch(/^\/tmp\/lua_[0-9a-f]{8}$/);
    expect(existsSync(join(folder.path, name.slice('/tmp/'.length)))).toBe(true);
    const script = "local f = io.tmpfile() f:write('x') f:seek('set') return f:read()";
    expect(temporary.executeScript(script)).toBe('x');
  });

  test('has none elsewhere', () => {
    expect(lua.executeScript('return pcall(os.tmpname)')).toEqual([
      false,
      'unable to generate a unique filename',
    ]);
  });

  test.each([
    ["os.execute('ls')", [null, 'Function not implemented', 38]],
    ['os.execute()', false],
    ["os.getenv('PATH')", null],
    ["pcall(io.popen, 'ls')", [false, "'popen' not supported"]],
  ])('%s says that there is no such thing', (call, value) => {
    expect(lua.executeScript(`return ${call}`)).toEqual(value);
  });
});

describe('a mount without write', () => {
  test.each([
    ["io.open('/fixed/poem.txt', 'w')"],
    ["io.open('/fixed/poem.txt', 'a')"],
    ["io.open('/fixed/poem.txt', 'r+')"],
    ["io.open('/fixed/made.txt', 'w')"],
    ["os.remove('/fixed/poem.txt')"],
    ["os.rename('/fixed/poem.txt', '/fixed/other.txt')"],
    ["os.rename('/data/poem.txt', '/fixed/other.txt')"],
    ["os.rename('/fixed/poem.txt', '/data/other.txt')"],
  ])('refuses %s', (call) => {
    const [failed, message] = lua.executeScript<unknown[]>(`return ${call}`);
    expect(failed).toBeNull();
    expect(message).toContain('Read-only file system');
    expect(contentOf('poem.txt')).toContain('first');
  });

  test('can be read', () => {
    expect(lua.executeScript("return io.open('/fixed/poem.txt'):read()")).toBe('first');
  });
});

describe('chunks in mounts', () => {
  test('dofile and loadfile', () => {
    folder.file('chunk.lua', '#!shell\nreturn ..., 5');
    expect(lua.executeScript("return dofile('/data/chunk.lua'), loadfile('/data/chunk.lua')(1)")).toEqual([
      null,
      1,
      5,
    ]);
  });

  test('require, where scripts set package.path', () => {
    folder.file('module.lua', 'return { ok = true }');
    expect(lua.executeScript("package.path = '/data/?.lua' return require('module').ok")).toBe(true);
  });
});

describe('files that are open', () => {
  test('may be 64, and lost ones make room', () => {
    lua.reset();
    const script = `
      local kept = {}
      for i = 1, 64 do kept[i] = assert(io.open('/data/poem.txt')) end
      local last, message = io.open('/data/poem.txt')
      kept = nil
      for i = 1, 500 do assert(io.open('/data/poem.txt')) end
      return last, message`;
    expect(lua.executeScript(script)).toEqual([null, '/data/poem.txt: Too many open files']);
  });

  test('are written and closed by reset, and forgotten', () => {
    lua.executeScript("f = io.open('/data/reset.txt', 'w') f:write('before')");
    lua.reset();
    expect(contentOf('reset.txt')).toBe('before');
    expect(lua.executeScript("return f, io.open('/data/reset.txt'):read()")).toEqual([null, 'before']);
  });

  test('are written and closed by dispose', () => {
    const other = new LuaContext({}, { filesystem: { '/d': { path: folder.path, write: true } } });
    other.executeScript("f = io.open('/d/disposed.txt', 'w') f:write('before')");
    other.dispose();
    expect(contentOf('disposed.txt')).toBe('before');
  });
});

describe('the sandbox', () => {
  test('has no file functions without mounts', () => {
    expect(new LuaContext().executeScript('return io, dofile, loadfile, os.remove')).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('has those for files with mounts, none for processes', () => {
    const sandbox = new LuaContext({}, { filesystem: { '/d': { path: folder.path } } });
    expect(
      sandbox.executeScript("return io.open('/d/poem.txt'):read(), type(dofile), type(os.remove)"),
    ).toEqual(['first', 'function', 'function']);
    expect(
      sandbox.executeScript('return io.popen, os.execute, os.exit, os.getenv, string.dump, require'),
    ).toEqual([null, null, null, null, null, null]);
  });
});

describe('two contexts', () => {
  test('see their own mounts, though they have one image', () => {
    const make = (name: string) =>
      new LuaContext({}, { libraries: 'all', filesystem: { [name]: { path: folder.path } } });
    const [a, b] = [make('/a'), make('/b')];
    for (const context of [a, b, a]) context.reset();
    expect(a.executeScript("return (io.open('/a/poem.txt'):read()), (io.open('/b/poem.txt'))")).toEqual([
      'first',
      null,
    ]);
    expect(b.executeScript("return (io.open('/b/poem.txt'):read()), (io.open('/a/poem.txt'))")).toEqual([
      'first',
      null,
    ]);
  });

  test('may mount the root', () => {
    const root = new LuaContext({}, { filesystem: { '/': { path: folder.path } } });
    expect(root.executeScript("return io.open('/poem.txt'):read(), io.open('poem.txt'):read()")).toEqual([
      'first',
      'first',
    ]);
  });
});

test('files are there after a reset, however large the state was before', () => {
  const context = new LuaContext(
    {},
    { profile: 'unlimited', filesystem: { '/data': { path: folder.path, write: true } } },
  );
  context.reset();
  context.executeScript('text = ("x"):rep(2^26)');
  context.reset();
  context.executeScript('local file <close> = assert(io.open("/data/later.txt", "w")) file:write("here")');
  expect(contentOf('later.txt')).toBe('here');
});

describe('the option', () => {
  test.each([
    ['a string', 'allow', "filesystem is 'allow'"],
    ['an array', [], 'filesystem is an array'],
    ['a relative name', { data: { path: '.' } }, "filesystem is 'data'"],
    ['a name with ..', { '/a/../b': { path: '.' } }, "filesystem is '/a/../b'"],
    ['a mount that is a path', { '/data': '.' }, "filesystem['/data'] is '.'"],
    ['a mount without a path', { '/data': {} }, "filesystem['/data'] is an object"],
    ['an unknown option', { '/data': { path: '.', readonly: true } }, "filesystem['/data'] is 'readonly'"],
    ['a write that is no boolean', { '/data': { path: '.', write: 1 } }, "filesystem['/data'].write is 1"],
    [
      'a folder that is not there',
      { '/data': { path: './missing' } },
      "filesystem['/data'].path is './missing'",
    ],
    ['a file', { '/data': { path: './package.json' } }, "filesystem['/data'].path is './package.json'"],
  ])('refuses %s', (_, filesystem, start) => {
    const error = thrownBy(LuaOptionError, () => new LuaContext({}, { filesystem: untyped(filesystem) }));
    expect(error.message.startsWith(start)).toBe(true);
  });
});
