/** What scripts might do to a host that goes through their tables. */
import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError, type LuaTableHandle } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';
import { works } from './attack.ts';

const ways: Readonly<Record<string, (table: LuaTableHandle) => unknown>> = {
  pairs: (table) => table.pairs(),
  ipairs: (table) => table.ipairs(),
  keys: (table) => table.keys(),
};

/** Tables that are small, and yet without an end for whoever goes through them. */
const tables: Readonly<
  Record<string, readonly [script: string, ways: readonly string[], resource: LuaLimitError['resource']]>
> = {
  'one large table in many places': [
    'local inner = {} for i = 1, 2500 do inner[i] = i end for i = 1, 20000 do t[i] = inner end',
    ['pairs', 'ipairs'],
    'instructions',
  ],
  'one large table in many keys': [
    'local inner = {} for i = 1, 2500 do inner[i] = i end for i = 1, 5000 do t[{ inner }] = i end',
    ['keys', 'pairs'],
    'instructions',
  ],
  'one long string in many places': [
    'local inner = ("x"):rep(1e5) for i = 1, 20000 do t[i] = inner end',
    ['pairs', 'ipairs'],
    'memory',
  ],
  'elements that are made when asked for': [
    'setmetatable(t, { __index = function(_, i) return i end })',
    ['ipairs'],
    'instructions',
  ],
};

const cases = Object.entries(tables).flatMap(([name, [script, apt, resource]]) =>
  apt.map((way) => [way, name, script, resource] as const),
);

describe('all that is in a table counts under one budget:', () => {
  test.each(cases)('%s of %s', (way, _, script, resource) => {
    const lua = new LuaContext({}, { libraries: 'all', profile: 'strict', print: () => {} });
    lua.executeScript(`t = {} ${script}`);
    const table = lua.getGlobalRef('t');
    const error = thrownBy(LuaLimitError, () => ways[way]?.(table));
    expect(error.resource).toBe(resource);
    lua.reset();
    expect(works(lua)).toBe(true);
  });
});
