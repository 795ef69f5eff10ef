import { LuaCoroutine } from '../bridge/coroutine.ts';
import { LuaConversionError } from '../bridge/errors.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import { isTableProxy } from '../bridge/table-proxy.ts';
import { LuaUserdata } from '../bridge/userdata.ts';

/**
 * Whether a value that Lua gave can be posted to another thread.
 * @throws LuaConversionError naming the place of what belongs to one Lua state, and thus cannot leave its thread
 */
export function checkCloneable(value: unknown, place = 'the result'): void {
  if (typeof value === 'function') throw refusal(place, 'a function');
  if (typeof value !== 'object' || value === null) return;
  if (isTableProxy(value)) throw refusal(place, 'a table with a metatable');
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (!isPrimitive(value[i])) checkCloneable(value[i], `${place}[${i}]`);
    }
  } else if (Object.getPrototypeOf(value) === Object.prototype) {
    for (const key of Object.keys(value)) {
      const field = (value as Record<string, unknown>)[key];
      if (!isPrimitive(field)) checkCloneable(field, `${place}.${key}`);
    }
  } else if (!(value instanceof Uint8Array)) {
    checkHostObject(value, place);
  }
}

/** Most values are, and need no name for their place. */
function isPrimitive(value: unknown): boolean {
  return typeof value !== 'function' && (typeof value !== 'object' || value === null);
}

function checkHostObject(value: object, place: string): void {
  if (value instanceof LuaTableHandle) throw refusal(place, 'a table handle');
  if (value instanceof LuaCoroutine) throw refusal(place, 'a coroutine');
  if (value instanceof LuaUserdata) throw refusal(place, 'a userdata');
  try {
    structuredClone(value);
  } catch (error) {
    throw refusal(place, `an object of the host that cannot be copied (${(error as Error).message})`);
  }
}

function refusal(place: string, what: string): LuaConversionError {
  const shown = place.length > 200 ? `${place.slice(0, 200)}...` : place;
  return new LuaConversionError(
    `${shown} is ${what}, which cannot leave the worker: return plain values and tables of them`,
  );
}
