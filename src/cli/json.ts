import { LuaError, LuaLimitError, type LuaValue, type TidelockError } from '../index.ts';
import { formatNumber } from './format.ts';
import type { Outcome } from './outcome.ts';
import { kindOf } from './plain-results.ts';

/** An outcome as one JSON document. What JSON has no form for becomes a string, as `formatValue` shows it. */
export function toJson({ usage, ...outcome }: Outcome): string {
  if (outcome.ok) return JSON.stringify({ ok: true, results: outcome.results.map(plain), usage });
  return JSON.stringify({ ok: false, error: describe(outcome.error), usage });
}

/** Functions go first of all: JSON.stringify would call one that the script has named `toJSON`. */
function plain(value: LuaValue): unknown {
  if (typeof value === 'function') return 'function';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : formatNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const kind = kindOf(value);
  if (kind) return kind;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}

function describe(error: TidelockError): object {
  const { name, code, message } = error;
  const traceback = error instanceof LuaError ? error.traceback : '';
  if (!(error instanceof LuaLimitError)) return { name, code, message, traceback };
  const { resource, limit, used } = error;
  return { name, code, message, traceback, resource, limit, used };
}
