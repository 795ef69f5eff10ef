import type { LuaFunction, LuaInput, LuaResult } from '../bridge/values.ts';
import type { ContextCore } from '../context/context-core.ts';
import { checkPath } from './arguments.ts';
import { getGlobal, notAFunction } from './globals.ts';
import type { Session } from './session.ts';

/** A function of the host has to be called by Lua for its promise to be waited for. */
const calling = 'local function call(f, ...) return f(...) end return call(...)';

/** `call_async`: a function of the host is a Lua function too if it is found by its name. */
export function callAsync(
  { lua, core }: Session,
  nameOrFn: string | LuaFunction,
  args: readonly LuaInput[],
  isHost: (fn: unknown) => boolean,
): Promise<LuaResult> {
  const fn = typeof nameOrFn === 'string' ? globalFunction(core, nameOrFn) : nameOrFn;
  if (isHost(fn)) return lua.executeScriptAsync(calling, { args: [fn, ...args] });
  return lua.callAsync(fn, ...args);
}

/** @throws Error if there is no function by that name */
function globalFunction(core: ContextCore, name: string): LuaFunction {
  checkPath(name);
  const found = getGlobal(core, name);
  if (typeof found !== 'function') throw new Error(notAFunction(name));
  return found as LuaFunction;
}
