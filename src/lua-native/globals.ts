import { LuaError, LuaOptionError } from '../bridge/errors.ts';
import type { LuaTableHandle as Handle } from '../bridge/table-handle.ts';
import type { LuaInput, LuaValue } from '../bridge/values.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { typeName } from './type-name.ts';

/** Global variables by their names or paths, with what lua-native says where there are none. */

export function getGlobal(lua: LuaContext, path: string): LuaValue {
  return along(
    () => lua.getGlobal(path),
    (type) => `attempt to index a ${type} value`,
  );
}

export function setGlobal(lua: LuaContext, path: string, value: LuaInput): void {
  along(
    () => lua.setGlobal(path, value),
    (type, name) => `cannot set global path: intermediate '${name}' is a ${type}, not a table`,
  );
}

export function callGlobal<R>(lua: LuaContext, path: string, args: readonly LuaInput[]): R {
  try {
    return lua.call<R>(path, ...args);
  } catch (error) {
    throw error instanceof LuaOptionError ? new TypeError(notAFunction(path)) : error;
  }
}

export function notAFunction(path: string): string {
  return `Lua global '${path}' is not a function`;
}

/** @param refusal what to say of a global variable that is no table, by the type of its value */
export function globalTable(lua: LuaContext, name: string, refusal: (type: string) => string): Handle {
  try {
    return lua.getGlobalRef(name);
  } catch (error) {
    if (!(error instanceof LuaOptionError)) throw error;
    const isPath = !name.split('.').includes('');
    throw new Error(refusal(isPath ? typeName(lua.getGlobal(name)) : 'nil'));
  }
}

/** Does something along a path, which what is not a table interrupts. */
function along<T>(work: () => T, refusal: (type: string, name: string) => string): T {
  try {
    return work();
  } catch (error) {
    const found =
      error instanceof LuaError && /^'(?:.*\.)?(.*)' is a (\w+) value, not a table/s.exec(error.message);
    if (!found) throw error;
    throw new Error(refusal(found[2] as string, found[1] as string), { cause: error });
  }
}
