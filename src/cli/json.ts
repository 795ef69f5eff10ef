import { LuaError, LuaLimitError, type TidelockError } from '../index.ts';
import { formatNumber } from './format.ts';
import type { Outcome } from './outcome.ts';

/** An outcome as one JSON document. What JSON has no form for becomes a string, as `formatValue` shows it. */
export function toJson(outcome: Outcome): string {
  const document = outcome.ok ? outcome : { ...outcome, error: describe(outcome.error) };
  return JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'number' && !Number.isFinite(value)) return formatNumber(value);
    return typeof value === 'function' ? 'function' : value;
  });
}

function describe(error: TidelockError): object {
  const { name, code, message } = error;
  const traceback = error instanceof LuaError ? error.traceback : '';
  if (!(error instanceof LuaLimitError)) return { name, code, message, traceback };
  const { resource, limit, used } = error;
  return { name, code, message, traceback, resource, limit, used };
}
