import { isObject } from './arguments.ts';
import type { LuaCallbacks, LuaInput } from './types.ts';

/** What the host hands over as callbacks, inherited ones too; nothing where that is no object. */
export function propertiesOf(callbacks: unknown): LuaCallbacks {
  const properties: LuaCallbacks = {};
  if (!isObject(callbacks)) return properties;
  for (const name in callbacks) properties[name] = (callbacks as LuaCallbacks)[name] as LuaInput;
  return properties;
}
