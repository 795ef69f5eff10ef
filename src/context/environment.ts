import { LuaOptionError } from '../bridge/errors.ts';
import type { LuaTableHandle } from '../bridge/table-handle.ts';
import type { State } from './state.ts';

export interface EnvironmentOptions {
  /** The global variables that are copied into it: their values, so that a table among them is shared. */
  readonly whitelist?: readonly string[];
  /** Whether names that it does not have are looked up in the real globals. Default false. */
  readonly inherit?: boolean;
}

/** @throws LuaOptionError for options that are not what they must be */
export function createEnvironment(state: State, options: EnvironmentOptions): LuaTableHandle {
  const { whitelist = [], inherit = false } = options;
  if (!Array.isArray(whitelist) || !whitelist.every((name) => typeof name === 'string')) {
    throw new LuaOptionError('whitelist', whitelist, 'an array of names of global variables');
  }
  const environment = state.hold({}) as LuaTableHandle;
  for (const name of whitelist) environment.set(name, state.getGlobal([name], true));
  if (inherit) state.setMetatable(environment, { __index: state.getGlobal([], true) });
  return environment;
}
