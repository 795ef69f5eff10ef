import { LuaOptionError } from '../bridge/errors.ts';
import { parseBytes, parseCount, parseMilliseconds } from './units.ts';

/** What a script may use up (docs/limits.md). */
export interface ScriptLimits {
  /**
   * Instructions: bytecode slots that the program counter passes, plus one for each round of a loop inside
   * a library function. 0 or absent: unlimited.
   */
  readonly maxInstructions?: number;
  /** Bytes of Lua heap, or text such as `'10MB'`. 0 or absent: unlimited (up to 2 GiB). */
  readonly maxMemory?: number | string;
  /** Milliseconds of wall clock, or text such as `'5s'`. 0 or absent: none. */
  readonly timeout?: number | string;
  /** Instructions between looks at the clock, at abort and at warnings; `'auto'` aims at 1 ms. Default `'auto'`. */
  readonly checkInterval?: number | 'auto';
  /** The part of a limit, from 0 to 1, at which a warning is given. 0 or absent: no warnings. */
  readonly warningThreshold?: number;
  /** Whether to sample Lua stacks at each look. Default false. */
  readonly enableProfiling?: boolean;
}

/** ScriptLimits as numbers; Infinity stands for unlimited. */
export interface ResolvedLimits {
  readonly maxInstructions: number;
  readonly maxMemory: number;
  readonly timeout: number;
  readonly checkInterval: number | 'auto';
  readonly warningThreshold: number;
  readonly enableProfiling: boolean;
}

/** Lua counts its memory in 31 bits. */
export const memoryCeiling = 2 ** 31 - 2 ** 24;

export const limitNames: readonly (keyof ScriptLimits)[] = [
  'maxInstructions',
  'maxMemory',
  'timeout',
  'checkInterval',
  'warningThreshold',
  'enableProfiling',
];

/** The fields of ScriptLimits among the properties of an options object. */
export function pickLimits(options: ScriptLimits): ScriptLimits {
  return Object.fromEntries(
    limitNames.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}

/** @throws LuaOptionError naming the field that is not what it must be */
export function resolveLimits(limits: ScriptLimits): ResolvedLimits {
  return {
    maxInstructions: orUnlimited(parseCount('maxInstructions', limits.maxInstructions ?? 0)),
    maxMemory: Math.min(orUnlimited(parseBytes('maxMemory', limits.maxMemory ?? 0)), memoryCeiling),
    timeout: orUnlimited(parseMilliseconds('timeout', limits.timeout ?? 0)),
    checkInterval: checkInterval(limits.checkInterval ?? 'auto'),
    warningThreshold: warningThreshold(limits.warningThreshold ?? 0),
    enableProfiling: flag('enableProfiling', limits.enableProfiling ?? false),
  };
}

function orUnlimited(value: number): number {
  return value === 0 ? Number.POSITIVE_INFINITY : value;
}

function checkInterval(value: number | 'auto'): number | 'auto' {
  if (value !== 'auto' && !(Number.isFinite(value) && value >= 1)) {
    throw new LuaOptionError('checkInterval', value, "'auto' or a number of instructions from 1 up");
  }
  return value;
}

function warningThreshold(value: number): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    throw new LuaOptionError('warningThreshold', value, 'a number from 0 to 1');
  }
  return value === 0 ? Number.POSITIVE_INFINITY : value;
}

function flag(option: string, value: boolean): boolean {
  if (typeof value !== 'boolean') throw new LuaOptionError(option, value, 'true or false');
  return value;
}
