import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaLibrary } from '../../src/index.ts';
import { libraryConstants, presentNames } from '../support/libraries.ts';
import { libraryCalls } from '../support/library-calls.ts';

const libraries = Object.keys(libraryCalls) as LuaLibrary[];

test('the table has every function that is present, and no other', () => {
  const present = presentNames(new LuaContext({}, { libraries: 'all' }));
  const constants = Object.values(libraryConstants).flat();
  const listed = Object.values(libraryCalls).flatMap((calls) => Object.keys(calls));
  expect([...listed, ...constants].sort()).toEqual(present);
});

describe.each(libraries)('%s', (library) => {
  const lua = new LuaContext({}, { libraries: 'all', allowBytecode: true, print: () => {} });
  const calls = Object.values(libraryCalls[library]).flat();

  test.each(calls)('%s', (expression, value) => {
    expect(lua.executeScript(`return ${expression}`)).toEqual(value);
  });
});
