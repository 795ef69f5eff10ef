import type { LuaValue, Usage } from '../index.ts';

/** A value as Lua would print it, except that a table shows what it holds. */
export function formatValue(value: LuaValue): string {
  return typeof value === 'string' ? value : formatInner(value);
}

function formatInner(value: LuaValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return braces(value.map(formatInner));
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'object') return braces(Object.entries(value).map(formatField));
  return typeof value === 'function' ? 'function' : String(value);
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'inf' : '-inf';
}

function formatField([key, value]: [string, LuaValue]): string {
  const name = /^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(key)}]`;
  return `${name} = ${formatInner(value)}`;
}

function braces(items: readonly string[]): string {
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}
