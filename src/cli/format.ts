import { LuaError, LuaLimitError, type LuaValue, type TidelockError, type Usage } from '../index.ts';
import type { Paint } from './output.ts';
import { kindOf } from './plain-results.ts';

/** A value as Lua would print it, except that a table shows what it holds. */
export function formatValue(value: LuaValue): string {
  return typeof value === 'string' ? value : formatField(value);
}

function formatField(value: LuaValue): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object') return String(value);
  const kind = kindOf(value);
  if (kind) return kind;
  const fields = Array.isArray(value) ? value.map(formatField) : Object.entries(value).map(formatPair);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function formatPair([key, value]: [string, LuaValue]): string {
  const name = /^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(key)}]`;
  return `${name} = ${formatField(value)}`;
}

/** A number with Lua's names for infinity and for what is not a number. */
export function formatNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : String(value).replace('Infinity', 'inf').toLowerCase();
}

const flags = {
  instructions: '--max-instructions',
  memory: '--max-memory',
  time: '--timeout',
  aborted: undefined,
} as const;

/**
 * An error for people: the message, its traceback, and for a limit how to have more.
 * @param show what is done to the words of the script in it
 */
export function formatError(error: TidelockError, paint: Paint, show: (text: string) => string): string {
  const lines = [`${paint.red('error:')} ${show(error.message)}`];
  if (error instanceof LuaError && error.traceback) lines.push(paint.dim(show(error.traceback)));
  const flag = error instanceof LuaLimitError && flags[error.resource];
  if (flag) lines.push(`To allow more, use ${flag} or another --profile.`);
  return lines.join('\n');
}

export function formatUsage({ instructions, peakMemory, wallTime }: Usage): string {
  const count = (value: number) => value.toLocaleString('en-US');
  return `${count(instructions)} instructions, ${count(peakMemory)} bytes of memory at most, ${wallTime.toFixed(1)} ms`;
}
