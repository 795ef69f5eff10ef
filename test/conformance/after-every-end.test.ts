import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaLibrary } from '../../src/index.ts';
import { ends } from '../support/ends.ts';
import { libraryCalls } from '../support/library-calls.ts';
import { caughtFrom } from '../support/thrown.ts';

const libraries = Object.keys(libraryCalls) as LuaLibrary[];
const openContext = () => new LuaContext({}, { libraries: 'all', allowBytecode: true, print: () => {} });

/** What each call of a library gives, by its expression. */
function resultsOf(lua: LuaContext, library: LuaLibrary): Record<string, unknown> {
  const expressions = Object.values(libraryCalls[library]).flat();
  return Object.fromEntries(
    expressions.map(([expression]) => [expression, lua.executeScript(`return ${expression}`)]),
  );
}

describe.each(ends)('after an end by $name', (end) => {
  test('the error says what it was', () => {
    const { code, resource } = end;
    const error = caughtFrom(() => end.reach(openContext()));
    expect(error).toMatchObject(resource === undefined ? { code } : { code, resource });
  });

  test.each(libraries)('every function of %s works on the same context', (library) => {
    const lua = openContext();
    caughtFrom(() => end.reach(lua));
    expect(resultsOf(lua, library)).toEqual(Object.fromEntries(Object.values(libraryCalls[library]).flat()));
  });

  test('no memory is left behind', () => {
    const lua = openContext();
    const settle = 'stop, fail = nil, nil for i = 1, 20 do collectgarbage() end'; // a stack shrinks by halves
    caughtFrom(() => end.reach(lua)); // what the library makes once and keeps
    lua.executeScript(settle);
    const before = lua.getMemoryUsage();
    caughtFrom(() => end.reach(lua));
    lua.executeScript(settle);
    expect(lua.getMemoryUsage() - before).toBeLessThan(100);
  });

  test('the same end can be reached again', () => {
    const lua = openContext();
    const codes = [1, 2, 3].map(() => (caughtFrom(() => end.reach(lua)) as { code?: string }).code);
    expect(codes).toEqual([end.code, end.code, end.code]);
  });
});
