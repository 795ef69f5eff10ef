import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LuaContext, type LuaContextOptions, LuaError, LuaOptionError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());
mkdirSync(join(folder.path, 'nested/deep'), { recursive: true });
folder.file(
  'shapes.lua',
  'local name, where = ... return { area = function(a, b) return a * b end, name = name, where = where }',
);
folder.file('nested/deep/inner.lua', 'return "inner"');
folder.file('nested/init.lua', 'return "the folder itself"');
folder.file('broken.lua', 'return = 1');
folder.file('fails.lua', '\nerror("at load")');
folder.file('shell.lua', '#!/usr/bin/lua\nreturn "after the shell line"');
folder.file('silent.lua', 'loads = (loads or 0) + 1');
const template = join(folder.path, '?.lua');

describe.each<[string, LuaContextOptions]>([
  ['the sandbox', {}],
  ["libraries 'all'", { libraries: 'all' }],
  ["libraries 'safe'", { libraries: 'safe' }],
  ['a bare state', { libraries: 'none' }],
])('with %s', (_, options) => {
  const lua = new LuaContext({}, options);
  lua.registerModule('utils', {
    clamp: (x: number, a: number, b: number) => Math.min(Math.max(x, a), b),
    version: '1.0',
  });
  lua.registerModule('made', (name: unknown) => ({ name }));
  lua.addSearcher((name) => (name === 'greet' ? 'return "hello from " .. ...' : null));
  lua.addSearchPath(template);

  test('a registered value is a module', () => {
    expect(lua.executeScript("local u = require('utils') return u.clamp(15, 0, 10), u.version")).toEqual([
      10,
      '1.0',
    ]);
  });

  test('a registered function makes the module when it is required', () => {
    expect(lua.executeScript("return require('made').name")).toBe('made');
  });

  test('a searcher gives the source of a module', () => {
    expect(lua.executeScript("return (require('greet'))")).toBe('hello from greet');
  });

  test('a search path leads to files', () => {
    expect(lua.executeScript("return require('shapes').area(2, 3)")).toBe(6);
  });

  test('all of it lasts over a reset', () => {
    lua.reset();
    const script = "return require('utils').version, (require('greet')), require('shapes').name";
    expect(lua.executeScript(script)).toEqual(['1.0', 'hello from greet', 'shapes']);
  });
});

function withPaths(...templates: string[]): LuaContext {
  const lua = new LuaContext();
  for (const path of templates) lua.addSearchPath(path);
  return lua;
}

describe('require', () => {
  test('is absent in the sandbox until the host has modules', () => {
    expect(new LuaContext().executeScript('return require, package')).toEqual([null, null]);
  });

  test('loads a module once', () => {
    let calls = 0;
    const lua = new LuaContext();
    lua.registerModule('counted', () => ({ calls: ++calls }));
    expect(lua.executeScript("return require('counted') == require('counted')")).toBe(true);
    expect(calls).toBe(1);
  });

  test('loads a module anew after package.loaded forgets it', () => {
    const lua = withPaths(template);
    const script = "require('silent') package.loaded.silent = nil require('silent') return loads";
    expect(lua.executeScript(script)).toBe(2);
  });

  test('returns true for a module without a value, and where it was found', () => {
    const lua = withPaths(template);
    expect(lua.executeScript("return require('silent')")).toEqual([true, join(folder.path, 'silent.lua')]);
  });

  test('passes a module its name and its file', () => {
    const lua = withPaths(template);
    expect(lua.executeScript("local m = require('shapes') return m.name, m.where")).toEqual([
      'shapes',
      join(folder.path, 'shapes.lua'),
    ]);
  });

  test('takes dots for folders', () => {
    expect(withPaths(template).executeScript("return (require('nested.deep.inner'))")).toBe('inner');
  });

  test('takes the first path that has the module', () => {
    const lua = withPaths(join(folder.path, 'missing/?.lua'), join(folder.path, '?/init.lua'), template);
    expect(lua.executeScript("return (require('nested'))")).toBe('the folder itself');
  });

  test('skips a line for the shell', () => {
    expect(withPaths(template).executeScript("return (require('shell'))")).toBe('after the shell line');
  });

  test('prefers what package.preload has, then registered modules, then searchers, then files', () => {
    const lua = withPaths(template);
    const which = () =>
      lua.executeScript(
        "package.loaded.shapes = nil local m = require('shapes') return type(m) == 'table' and 'file' or m",
      );
    expect(which()).toBe('file');
    lua.addSearcher(() => 'return "searcher"');
    expect(which()).toBe('searcher');
    lua.registerModule('shapes', 'registered');
    expect(which()).toBe('registered');
    lua.executeScript('package.preload.shapes = function() return "preload" end');
    expect(which()).toBe('preload');
  });

  test('lists the places in which a missing module was looked for', () => {
    const lua = withPaths('./no-such-folder/?.lua', './no-such-folder/?/init.lua');
    lua.addSearcher(() => null);
    const error = thrownBy(LuaError, () => lua.executeScript("require('a.b')", { chunkName: '=script' }));
    expect(error.message).toBe(
      [
        "script:1: module 'a.b' not found:",
        "no field package.preload['a.b']",
        "no module 'a.b' registered by the host",
        "no module 'a.b' known to the host's searchers",
        "no file './no-such-folder/a/b.lua'",
        "no file './no-such-folder/a/b/init.lua'",
      ].join('\n\t'),
    );
  });

  test('names the file of a module that is not Lua', () => {
    const error = thrownBy(LuaError, () => withPaths(template).executeScript("require('broken')"));
    expect(error.message).toContain(
      `error loading module 'broken' from file '${join(folder.path, 'broken.lua')}'`,
    );
  });

  test('passes on the error of a module', () => {
    const error = thrownBy(LuaError, () => withPaths(template).executeScript("require('fails')"));
    expect(error.message).toContain('at load');
  });

  test('spends the budget of the script', () => {
    const lua = new LuaContext();
    lua.addSearcher(() => 'while true do end');
    const error = caughtFrom(() =>
      lua.executeScript("require('x')", { limits: { maxInstructions: 10_000 } }),
    );
    expect(error).toMatchObject({ resource: 'instructions' });
  });
});

describe('registerModule', () => {
  test('offers any value', () => {
    const lua = new LuaContext();
    for (const [name, value] of Object.entries({ n: 5, s: 'text', list: [1, 2], no: false }))
      lua.registerModule(name, value);
    expect(
      lua.executeScript("return (require('n')), (require('s')), (require('list')), (require('no'))"),
    ).toEqual([5, 'text', [1, 2], false]);
  });

  test('can be called from a host function while a script runs', () => {
    const lua = new LuaContext();
    lua.setGlobal('offer', (name: unknown) => lua.registerModule(String(name), { late: true }));
    expect(lua.executeScript("offer('late') return require('late').late")).toBe(true);
  });

  test('passes an exception of a function to the script', () => {
    const failure = new Error('cannot be made');
    const lua = new LuaContext();
    lua.registerModule('failing', () => {
      throw failure;
    });
    expect(lua.executeScript("local ok, e = pcall(require, 'failing') return ok, e.message")).toEqual([
      false,
      'cannot be made',
    ]);
    expect(caughtFrom(() => lua.executeScript("require('failing')"))).toBe(failure);
  });

  test.each([
    ['a name that is no string', 5, {}, 'name'],
    ['an empty name', '', {}, 'name'],
    ['a name with a zero byte', 'a\0b', {}, 'name'],
    ['undefined', 'x', undefined, 'module'],
    ['null', 'x', null, 'module'],
  ])('refuses %s', (_, name, module, option) => {
    const error = thrownBy(LuaOptionError, () =>
      new LuaContext().registerModule(untyped(name), untyped(module)),
    );
    expect(error.message.startsWith(`${option} is `)).toBe(true);
  });
});

describe('addSearcher', () => {
  test('asks the searchers in order, with the name', () => {
    const asked: string[] = [];
    const lua = new LuaContext();
    lua.addSearcher((name) => void asked.push(`first ${name}`));
    lua.addSearcher((name) => {
      asked.push(`second ${name}`);
      return new TextEncoder().encode('return ...');
    });
    expect(lua.executeScript("return (require('some.name'))")).toBe('some.name');
    expect(asked).toEqual(['first some.name', 'second some.name']);
  });

  test('takes a function of Lua for a loader', () => {
    const lua = new LuaContext();
    const loader = lua.executeScript<() => unknown>("return function(name) return name .. ' by Lua' end");
    lua.addSearcher(() => loader);
    expect(lua.executeScript("return (require('x'))")).toBe('x by Lua');
  });

  test('refuses what is neither source nor a function, when it is asked', () => {
    const lua = new LuaContext();
    lua.addSearcher(() => untyped({}));
    expect(thrownBy(LuaOptionError, () => lua.executeScript("require('x')")).message).toContain(
      'the searcher',
    );
  });

  test('refuses what is no function', () => {
    expect(() => new LuaContext().addSearcher(untyped('x'))).toThrow(LuaOptionError);
  });
});

test.each([
  ['a path without a mark', './lib/x.lua'],
  ['a number', 5],
])('addSearchPath refuses %s', (_, path) => {
  expect(() => new LuaContext().addSearchPath(untyped(path))).toThrow(/template is .*'\?'/);
});

test('with the library package the host is its second searcher', () => {
  const lua = new LuaContext({}, { libraries: 'all' });
  lua.registerModule('first', 1);
  lua.registerModule('second', 2);
  expect(lua.executeScript("return #package.searchers, (require('second'))")).toEqual([5, 2]);
});
