import { describe, expect, test } from 'vitest';
import {
  type LibraryPreset,
  LuaContext,
  LuaError,
  type LuaLibrary,
  LuaOptionError,
} from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { libraryConstants, libraryFunctions, presentNames } from '../support/libraries.ts';
import { thrownBy } from '../support/thrown.ts';

const allLibraries = Object.keys(libraryFunctions) as LuaLibrary[];

function contents(libraries: readonly LuaLibrary[], without: readonly string[] = []): string[] {
  const names = libraries.flatMap((name) => [...libraryFunctions[name], ...libraryConstants[name]]);
  return names.filter((name) => !without.includes(name)).sort();
}

function present(libraries: LibraryPreset | readonly LuaLibrary[]): string[] {
  return presentNames(new LuaContext({}, { libraries }));
}

describe('a preset', () => {
  test("'all' has every function of every library", () => {
    expect(present('all')).toEqual(contents(allLibraries));
  });

  test("'safe' has all but io, os and debug", () => {
    expect(present('safe')).toEqual(
      contents(['base', 'coroutine', 'table', 'string', 'math', 'utf8', 'package']),
    );
  });

  test("'sandbox' has nothing that reaches a file, a process, bytecode or the host", () => {
    const reaching = ['dofile', 'loadfile', 'string.dump', 'os.execute', 'os.exit', 'os.getenv'].concat([
      'os.remove',
      'os.rename',
      'os.setlocale',
      'os.tmpname',
    ]);
    const libraries = ['base', 'coroutine', 'table', 'string', 'math', 'utf8', 'os'] as const;
    expect(present('sandbox')).toEqual(contents(libraries, reaching));
  });

  test("'none' has nothing at all", () => {
    expect(present('none')).toEqual([]);
  });

  test("'sandbox' is what a context has that is told nothing", () => {
    expect(presentNames(new LuaContext())).toEqual(present('sandbox'));
  });
});

describe('a list', () => {
  test.each(allLibraries)('of %s alone has that library alone', (name) => {
    expect(present([name])).toEqual(contents([name]));
  });

  test('has the libraries that it names, in any order', () => {
    expect(present(['string', 'math', 'base'])).toEqual(contents(['base', 'math', 'string']));
  });

  test('that is empty has nothing', () => {
    expect(present([])).toEqual([]);
  });

  test('may name a library twice', () => {
    expect(present(['utf8', 'utf8'])).toEqual(contents(['utf8']));
  });
});

describe('without a library', () => {
  test('the language itself works', () => {
    const lua = new LuaContext({}, { libraries: 'none' });
    const script = "local t = { 1, 2 }; local s = 'a' .. #t; for i = 1, 3 do t[i] = i * 2 end; return s, t";
    expect(lua.executeScript(script)).toEqual(['a2', [2, 4, 6]]);
  });

  test('its functions are nil, not forbidden', () => {
    const lua = new LuaContext({}, { libraries: ['base'] });
    expect(lua.executeScript('return io, os, debug, package, string')).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('strings have no methods where there is no string library', () => {
    const error = thrownBy(LuaError, () =>
      new LuaContext({}, { libraries: ['base'] }).executeScript('("x"):upper()'),
    );
    expect(error.message).toContain('attempt to index a string value');
  });
});

describe('what no library reaches', () => {
  const lua = new LuaContext({}, { libraries: 'all' });

  test.each([
    ['a file through loadfile', 'return loadfile("/etc/passwd")'],
    ['a file through dofile', 'return pcall(dofile, "/etc/passwd")'],
    ['a module on disk', 'return pcall(require, "fs")'],
    ['a C library', 'return package.loadlib("libc.so", "*")'],
    ['a file to remove', 'return os.remove("/tmp/tidelock-nothing")'],
    ['a file to rename', 'return os.rename("/tmp/tidelock-a", "/tmp/tidelock-b")'],
    ['a process', 'return os.execute("true")'],
    ['a name for a file', 'return pcall(os.tmpname)'],
  ])('%s', (_, script) => {
    const [result] = lua.executeScript<unknown[]>(script);
    expect(result).toBeOneOf([null, false]);
  });

  test('the environment', () => {
    expect(lua.executeScript('return os.getenv("PATH")')).toBeNull();
  });

  test('a shell', () => {
    expect(lua.executeScript('return os.execute()')).toBe(false);
  });
});

describe('the option', () => {
  const accepts =
    "but must be 'sandbox', 'safe', 'all', 'none' or an array of 'base', 'coroutine', 'table', 'string', " +
    "'math', 'utf8', 'io', 'os', 'debug', 'package'";

  test.each([
    ['an unknown preset', 'everything', "'everything'"],
    ['the name of a library, which must be in a list', 'string', "'string'"],
    ['an inherited property of objects', 'constructor', "'constructor'"],
    ['an unknown library', ['base', 'network'], "'network'"],
    ['a number', 5, '5'],
    ['a number in a list', [5], '5'],
    ['an object', { base: true }, 'an object'],
  ])('refuses %s', (_, libraries, shown) => {
    const error = thrownBy(LuaOptionError, () => new LuaContext({}, { libraries: untyped(libraries) }));
    expect(error.message).toBe(`libraries is ${shown}, ${accepts}`);
  });
});
