import {
  type LuaContext,
  LuaExitError,
  LuaLimitError,
  LuaOptionError,
  type LuaValue,
  TidelockError,
  type Usage,
} from '../index.ts';
import { ExitStatus } from './exit.ts';
import type { PlainResults } from './plain-results.ts';
import type { Source } from './source.ts';

/** What became of a script. */
export type Outcome =
  | { readonly ok: true; readonly results: readonly LuaValue[]; readonly usage: Usage }
  | { readonly ok: false; readonly error: TidelockError; readonly usage: Usage };

/**
 * Runs a script with its arguments.
 * @param toPlain what is done to its results, within limits of its own
 * @throws LuaOptionError, which is no fault of the script
 */
export function execute(
  lua: LuaContext,
  { bytes, chunkName }: Source,
  args: readonly string[],
  toPlain: PlainResults,
): Outcome {
  let usage: Usage | undefined;
  try {
    const value = lua.executeScript(bytes, { chunkName, args });
    usage = lua.usage;
    return { ok: true, results: toPlain(toList(value)), usage };
  } catch (error) {
    if (!(error instanceof TidelockError) || error instanceof LuaOptionError) throw error;
    return { ok: false, error, usage: usage ?? lua.usage };
  }
}

/** One result that is a sequence looks like several results here: executeScript does not tell them apart. */
function toList(value: LuaValue | undefined): readonly LuaValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function exitStatus(outcome: Outcome): number {
  if (outcome.ok) return ExitStatus.ok;
  if (outcome.error instanceof LuaExitError) return outcome.error.status & 0xff; // as a process's
  return outcome.error instanceof LuaLimitError ? ExitStatus.limit : ExitStatus.luaError;
}
