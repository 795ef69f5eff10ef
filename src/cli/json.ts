import { type LuaError, LuaLimitError, type LuaValue, type Usage } from '../index.ts';
import { formatNumber } from './format.ts';

/** What became of a script. */
export type Outcome =
  | { readonly ok: true; readonly results: readonly LuaValue[]; readonly usage: Usage }
  | { readonly ok: false; readonly error: LuaError; readonly usage: Usage };

/** An outcome as one JSON document. What JSON cannot express is written as a string, as Lua would print it. */
export function toJson(outcome: Outcome): string {
  const document = outcome.ok ? outcome : { ...outcome, error: describe(outcome.error) };
  return JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'number' && !Number.isFinite(value)) return formatNumber(value);
    return typeof value === 'function' ? 'function' : value;
  });
}

function describe(error: LuaError): Record<string, unknown> {
  const { name, code, message, traceback } = error;
  if (!(error instanceof LuaLimitError)) return { name, code, message, traceback };
  const { resource, limit, used } = error;
  return { name, code, message, traceback, resource, limit, used };
}
