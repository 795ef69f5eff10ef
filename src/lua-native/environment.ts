import type { LuaInput } from '../bridge/values.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { need } from './arguments.ts';
import { isProxy } from './references.ts';
import { NativeTableHandle } from './table-handle.ts';
import type { ChunkNameOptions, EnvironmentOptions } from './types.ts';

/** @throws TypeError for options that are not what they must be */
export function environmentOptionsOf(options?: EnvironmentOptions | null): {
  whitelist: readonly string[];
  inherit: boolean;
} {
  const given = options ?? {};
  need(typeof given === 'object' && !Array.isArray(given), 'create_environment() options must be an object');
  const whitelist: unknown = given.whitelist ?? [];
  need(Array.isArray(whitelist), 'create_environment(): whitelist must be an array of strings');
  need(
    whitelist.every((name) => typeof name === 'string'),
    'create_environment(): whitelist entries must be strings',
  );
  return { whitelist, inherit: !!given.inherit };
}

/** Runs a script with any table reference in the place of its globals. */
export function executeIn<R>(lua: LuaContext, env: unknown, script: string, named: ChunkNameOptions): R {
  if (env instanceof NativeTableHandle) return lua.executeScriptIn<R>(env.handle, script, named);
  need(isProxy(env), 'execute_script_in(): the first argument must be an environment or table reference');
  const handle = lua.createTable(env as LuaInput); // the very table
  try {
    return lua.executeScriptIn<R>(handle, script, named);
  } finally {
    handle.release();
  }
}
