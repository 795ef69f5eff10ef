import { typeName } from '../bridge/type-name.ts';
import type { LuaContext, LuaFunction, LuaTable, LuaValue } from '../index.ts';

/** Results as values that hold nothing of the script's. @throws LuaError, LuaLimitError: copying has limits of its own */
export type PlainResults = (results: readonly LuaValue[]) => readonly LuaValue[];

/** A table for each table, with the same fields and no metatable. */
const copySource = `
local type, next = type, next
local function copy(value, copies)
  if type(value) ~= 'table' then return value end
  if not copies[value] then
    local fields = {}
    copies[value] = fields
    for key, field in next, value do fields[key] = copy(field, copies) end
  end
  return copies[value]
end
return function(results) return copy(results, {}) end`;

/**
 * What takes the live tables out of the results of a script. To go through them as they are would call metamethods,
 * each with a budget of its own, and come to no end where a table leads back to itself; so Lua itself copies them, all
 * within one budget. To be made before the script runs, which might change the library.
 */
export function plainResults(lua: LuaContext): PlainResults {
  if (!lua.info().libraries.includes('base')) return (results) => results;
  const copy = lua.executeScript<LuaFunction>(copySource, { profile: 'unlimited' });
  return (results) => {
    if (!results.some(holdsLiveTable)) return results;
    const boxes = copy(results.map((value) => ({ value }))) as LuaTable[]; // since nil may be among them
    return boxes.map(({ value = null }) => value);
  };
}

function holdsLiveTable(value: LuaValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (kindOf(value) !== undefined) return kindOf(value) === 'table';
  return Object.values(value).some(holdsLiveTable);
}

/** What an object is whose fields are not there to be shown; undefined for a plain table. */
export function kindOf(value: object): string | undefined {
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? undefined : typeName(value);
}
