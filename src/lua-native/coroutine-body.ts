import { holdOf } from '../bridge/references.ts';
import type { LuaFunction, LuaInput } from '../bridge/values.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { isFunction, need } from './arguments.ts';
import type { HostFunctions } from './host-function.ts';
import type { ChunkNameOptions, LuaCoroutine } from './types.ts';

/** `create_coroutine`: a function of the host is a Lua function too if it is one that scripts have. */
export function createCoroutine(
  lua: LuaContext,
  body: unknown,
  named: ChunkNameOptions,
  hostFunctions: HostFunctions,
): LuaCoroutine {
  const given: unknown = typeof body === 'string' ? lua.executeScript(body, named) : body;
  need(isFunction(given), 'Script must return a function');
  const fn = hostFunctions.has(given) ? calledByLua(lua, given) : given;
  need(
    holdOf(fn),
    'create_coroutine() accepts a script string or a Lua function; a plain JavaScript function cannot be a coroutine body',
  );
  return lua.createCoroutine(fn as LuaFunction) as unknown as LuaCoroutine;
}

function calledByLua(lua: LuaContext, fn: unknown): LuaFunction {
  const args = [fn as LuaInput];
  return lua.executeScript<LuaFunction>('local f = ... return function(...) return f(...) end', { args });
}
