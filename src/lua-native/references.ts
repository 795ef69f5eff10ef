import { holdOf } from '../bridge/references.ts';
import { isTableProxy } from '../bridge/table-proxy.ts';
import { LuaUserdata } from '../bridge/userdata.ts';
import { isFunction, isObject, need } from './arguments.ts';
import { NativeCoroutine } from './coroutine.ts';
import { type Subject, translated } from './errors.ts';
import { checkHold } from './hold.ts';
import type { HostFunctions } from './host-function.ts';
import type { Session } from './session.ts';
import { NativeTableHandle } from './table-handle.ts';

/** What an argument is that stands for a value of Lua's. */

/** @param demand what to say of what is no object at all */
export function checkCoroutine(demand: string, value: unknown): NativeCoroutine {
  need(isObject(value), demand);
  need(value instanceof NativeCoroutine, 'Invalid coroutine object');
  return value;
}

/** @throws TypeError for what refers to nothing in Lua, Error for what belongs to another context or state */
export function release({ lua, core }: Session, value: unknown, hostFunctions: HostFunctions): void {
  if (value instanceof NativeTableHandle) {
    checkHold(value.handle);
    lua.release(value.handle);
    value.release();
  } else if (isProxy(value) && holdOf(value)?.owner === core.state.references) {
    translated(() => core.state.references.placeOf(value), { name: 'table handle', isUsed: true });
    lua.release(value);
  } else if (isHeld(value) && !(value instanceof LuaUserdata)) {
    checkHold(value);
    lua.release(value);
  } else if (!hostFunctions.has(value)) {
    throw new TypeError(
      isFunction(value)
        ? 'release(value): the function is not a Lua function reference'
        : 'release(value) requires a Lua function, coroutine, or table reference',
    );
  }
}

export function isHeld(value: unknown): value is object {
  return isObject(value) && holdOf(value) !== undefined;
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
