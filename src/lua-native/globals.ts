import { LuaError, LuaOptionError } from '../bridge/errors.ts';
import { LuaTableHandle as Handle } from '../bridge/table-handle.ts';
import { typeName } from '../bridge/type-name.ts';
import type { LuaInput, LuaResult, LuaValue } from '../bridge/values.ts';
import type { ContextCore } from '../context/context-core.ts';
import type { Session } from './session.ts';
import { NativeTableHandle } from './table-handle.ts';

/** Global variables by their names or paths, with what lua-native says where there are none. */

export function getGlobal({ state }: ContextCore, path: string): LuaValue {
  return along(
    () => state.getGlobal(path.split('.'), false),
    (type) => `attempt to index a ${type} value`,
  );
}

export function setGlobal({ state }: ContextCore, path: string, value: LuaInput): void {
  along(
    () => state.setGlobal(path.split('.'), value),
    (type, name) => `cannot set global path: intermediate '${name}' is a ${type}, not a table`,
  );
}

export function callGlobal({ state }: ContextCore, path: string, args: readonly LuaInput[]): LuaResult {
  return along(
    () => {
      try {
        return state.callGlobal(path.split('.'), args);
      } catch (error) {
        throw error instanceof LuaOptionError ? new TypeError(notAFunction(path)) : error;
      }
    },
    (type) => `attempt to index a ${type} value`,
  );
}

export function notAFunction(path: string): string {
  return `Lua global '${path}' is not a function`;
}

/**
 * A global table by its very name: a dot in it leads nowhere.
 * @param refusal what to say of a global variable that is no table, by the type of its value
 */
export function globalTable({ state }: ContextCore, name: string, refusal: (type: string) => string): Handle {
  const found = state.getGlobal([name], true);
  if (found instanceof Handle) return found;
  throw new Error(refusal(typeName(found)));
}

/** `get_global_ref`. */
export function globalHandle(session: Session, name: string): NativeTableHandle {
  const refusal = (type: string) => `global '${name}' is not a table (got ${type})`;
  return new NativeTableHandle(session, globalTable(session.core, name, refusal));
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
