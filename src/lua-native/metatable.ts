import type { LuaInput } from '../bridge/values.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { isObject, need } from './arguments.ts';
import { globalTable } from './globals.ts';
import { isProxy } from './references.ts';
import { NativeTableHandle } from './table-handle.ts';

/** `set_metatable`, for a global table or a table reference. */
export function setMetatable(lua: LuaContext, target: unknown, metatable: unknown): void {
  const demand = 'set_metatable(target, metatable) requires a global name or a table handle';
  need(typeof target === 'string' || isObject(target), demand);
  need(isObject(metatable), 'set_metatable(): metatable must be an object');
  const fields = { ...metatable } as Readonly<Record<string, LuaInput>>;
  if (typeof target === 'string') {
    const table = globalTable(lua, target, (type) =>
      type === 'nil' ? `Global '${target}' does not exist` : `Global '${target}' is not a table`,
    );
    lua.setMetatable(table, fields);
    table.release();
  } else if (target instanceof NativeTableHandle) lua.setMetatable(target.handle, fields);
  else if (isProxy(target)) lua.setMetatable(target, fields);
  else throw new TypeError(demand);
}
