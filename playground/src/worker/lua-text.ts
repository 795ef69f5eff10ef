import { LuaCoroutine, type LuaResult, LuaUserdata, type LuaValue } from 'tidelock';

/** Longer results are cut, so that the page can show them. */
const longest = 20_000;
const deepest = 8;
/** A table with a metatable is read here, beyond the script's limits, and one that is small may lead to any number. */
const mostTables = 2_000;

/** What a script returned, as Lua source where there is such. */
export function formatResult(result: LuaResult): string {
  const values = result === undefined ? [] : Array.isArray(result) ? result : [result];
  const tables = { left: mostTables };
  const text = values.map((value) => formatValue(value, 0, tables)).join('\n');
  return text.length > longest ? `${text.slice(0, longest)} ...` : text;
}

function formatValue(value: LuaValue, depth: number, tables: { left: number }): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object') return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  if (value instanceof LuaCoroutine) return 'thread';
  if (value instanceof LuaUserdata) return 'userdata';
  if (depth >= deepest || --tables.left < 0) return '{ ... }';
  const format = (field: LuaValue) => formatValue(field, depth + 1, tables);
  const fields = Array.isArray(value)
    ? value.map(format)
    : Object.entries(value).map(([key, field]) => `${formatKey(key)} = ${format(field)}`);
  if (fields.length === 0) return '{}';
  const line = `{ ${fields.join(', ')} }`;
  if (line.length <= 72 && !line.includes('\n')) return line;
  const indent = '  '.repeat(depth + 1);
  return `{\n${fields.map((field) => `${indent}${field},`).join('\n')}\n${'  '.repeat(depth)}}`;
}

function formatKey(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(key)}]`;
}
