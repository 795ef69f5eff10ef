import { LuaCoroutine } from './coroutine.ts';
import { LuaUserdata } from './userdata.ts';

/** What Lua calls the type of a value that came from it (manual section 2.1). */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nil';
  if (value instanceof LuaCoroutine) return 'thread';
  if (value instanceof LuaUserdata) return 'userdata';
  if (value instanceof Uint8Array) return 'string';
  if (typeof value === 'bigint') return 'number';
  return typeof value === 'object' ? 'table' : typeof value;
}
