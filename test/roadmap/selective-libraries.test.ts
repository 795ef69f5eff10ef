/** Road map of lua-native, "Selective Standard Library Loading": the option libraries. */
import { expect, test } from 'vitest';
import { LuaContext, type LuaContextOptions } from '../../src/index.ts';

const names = ['assert', 'coroutine', 'table', 'string', 'math', 'utf8', 'io', 'os', 'debug', 'package'];

function loaded(libraries: NonNullable<LuaContextOptions['libraries']>): string[] {
  const lua = new LuaContext({}, { libraries });
  return names.filter((name) => lua.executeScript(`return ${name} ~= nil`));
}

test("'all' loads every library", () => {
  expect(loaded('all')).toEqual(names);
});

test("'safe' loads all but io, os and debug", () => {
  expect(loaded('safe')).toEqual(names.filter((name) => !['io', 'os', 'debug'].includes(name)));
});

test("'sandbox' loads what only computes", () => {
  expect(loaded('sandbox')).toEqual(names.filter((name) => !['io', 'debug', 'package'].includes(name)));
});

test('a list loads what it names', () => {
  expect(loaded(['base', 'io', 'math'])).toEqual(['assert', 'math', 'io']);
});

test("'none' loads nothing", () => {
  expect(loaded('none')).toEqual([]);
});

test('a reset keeps the choice', () => {
  const lua = new LuaContext({}, { libraries: ['base'] });
  lua.reset();
  expect(lua.executeScript('return type(print), string')).toEqual(['function', null]);
});
