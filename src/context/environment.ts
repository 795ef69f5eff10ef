import { LuaOptionError } from '../bridge/errors.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import type { LuaValue } from '../bridge/values.ts';
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
  const environment = state.hold(state.converters.asTable({})) as LuaTableHandle;
  for (const name of whitelist) lend(state, [name], (value) => environment.set(name, value));
  if (inherit) lend(state, [], (globals) => state.setMetatable(environment, { __index: globals }));
  return environment;
}

/** A global variable, or the table of them all, which JavaScript holds no longer than it is used. */
function lend(state: State, path: readonly string[], use: (value: LuaValue) => void): void {
  const value = state.getGlobal(path, true);
  use(value);
  if (value instanceof LuaTableHandle) value.release();
}
