import type { LuaInput } from '../bridge/values.ts';
import { isObject, need } from './arguments.ts';
import { globalTable } from './globals.ts';
import type { HostFunctions } from './host-function.ts';
import { isProxy } from './references.ts';
import type { Session } from './session.ts';
import { NativeTableHandle } from './table-handle.ts';

/** `set_metatable`, for a global table or a table reference. */
export function setMetatable(
  { lua, core }: Session,
  hostFunctions: HostFunctions,
  target: unknown,
  metatable: unknown,
): void {
  const demand = 'set_metatable(target, metatable) requires a global name or a table handle';
  need(typeof target === 'string' || isObject(target), demand);
  need(typeof metatable === 'object' && metatable !== null, 'set_metatable(): metatable must be an object');
  const fields = { ...metatable } as Readonly<Record<string, LuaInput>>;
  hostFunctions.nameAll(fields, `__mt_${hostFunctions.metatables + 1}_`);
  hostFunctions.metatables++;
  if (typeof target === 'string') {
    const table = globalTable(core, target, (type) =>
      type === 'nil' ? `Global '${target}' does not exist` : `Global '${target}' is not a table`,
    );
    lua.setMetatable(table, fields);
    table.release();
  } else if (target instanceof NativeTableHandle) lua.setMetatable(target.handle, fields);
  else if (isProxy(target)) lua.setMetatable(target, fields);
  else throw new TypeError(demand);
}
