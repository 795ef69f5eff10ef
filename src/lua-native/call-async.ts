import { holdOf } from '../bridge/references.ts';
import type { LuaFunction, LuaInput, LuaResult } from '../bridge/values.ts';
import type { LuaContext } from '../context/lua-context.ts';

/** A function of the host has to be called by Lua for its promise to be waited for. */
const calling = 'local function call(f, ...) return f(...) end return call(...)';

/** `call_async`: a function of the host is a Lua function too if it is found by its name. */
export function callAsync(
  lua: LuaContext,
  nameOrFn: string | LuaFunction,
  args: readonly LuaInput[],
): Promise<LuaResult> {
  const found = typeof nameOrFn === 'string' ? lua.getGlobal(nameOrFn) : undefined;
  if (typeof found === 'function' && !holdOf(found)) {
    return lua.executeScriptAsync(calling, { args: [found, ...args] });
  }
  return lua.callAsync(nameOrFn, ...args);
}
