import { LuaOptionError } from '../bridge/errors.ts';

const byteUnits: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };
const timeUnits: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** A number of bytes, or text such as `'10MB'` (units of 1,024: B, KB, MB, GB). */
export function parseBytes(option: string, value: number | string): number {
  return parseQuantity(option, value, byteUnits, "a number of bytes or text such as '10MB'");
}

/** A number of milliseconds, or text such as `'5s'` (ms, s, min, h). */
export function parseMilliseconds(option: string, value: number | string): number {
  return parseQuantity(option, value, timeUnits, "a number of milliseconds or text such as '5s'");
}

/** @throws LuaOptionError unless the value is a number from 0 up */
export function parseCount(option: string, value: number, accepts = 'a number from 0 up'): number {
  if (typeof value !== 'number' || !(value >= 0)) throw new LuaOptionError(option, value, accepts);
  return value;
}

function parseQuantity(
  option: string,
  value: number | string,
  units: Readonly<Record<string, number>>,
  accepts: string,
): number {
  if (typeof value !== 'string') return parseCount(option, value, `${accepts}, from 0 up`);
  const [, figure, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (figure === undefined || factor === undefined) throw new LuaOptionError(option, value, accepts);
  return Number(figure) * factor;
}
