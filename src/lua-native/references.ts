import { LuaOptionError } from '../bridge/errors.ts';
import { holdOf } from '../bridge/references.ts';
import type { LuaTableHandle as Handle } from '../bridge/table-handle.ts';
import { isTableProxy } from '../bridge/table-proxy.ts';
import { LuaUserdata } from '../bridge/userdata.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { need } from './arguments.ts';
import { NativeCoroutine } from './coroutine.ts';
import type { Subject } from './errors.ts';
import { NativeTableHandle } from './table-handle.ts';
import { typeName } from './type-name.ts';

/** What an argument is that stands for a value of Lua's. */

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

/** @param demand what to say of what is no object at all */
export function checkCoroutine(demand: string, value: unknown): NativeCoroutine {
  need(typeof value === 'object' && value !== null, demand);
  need(value instanceof NativeCoroutine, 'Invalid coroutine object');
  return value;
}

export function isHeld(value: unknown): value is object {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject && holdOf(value) !== undefined;
}

export function isProxy(value: unknown): value is object {
  return typeof value === 'object' && value !== null && isTableProxy(value);
}

/** What messages call the first handle among the arguments. */
export function subjectOf(...values: readonly unknown[]): Subject {
  const handle = values.find((value) => value instanceof NativeTableHandle || isHeld(value));
  if (typeof handle === 'function') return { name: 'Lua function' };
  if (handle instanceof NativeCoroutine) return { name: 'coroutine' };
  if (handle instanceof LuaUserdata) return { name: 'userdata handle' };
  return { name: handle === undefined ? 'value' : 'table handle' };
}
