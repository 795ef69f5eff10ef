import { LuaOptionError } from '../bridge/errors.ts';
import type { ResourceWarning } from '../limits/governor.ts';
import { type ProfileName, profileLimits } from '../limits/profiles.ts';
import {
  pickLimits,
  type ResolvedLimits,
  resolveLimits,
  type ScriptLimits,
} from '../limits/script-limits.ts';
import { chooseLibraries, type LibraryChoice, type LibraryPreset, type LuaLibrary } from './libraries.ts';

/** Receives what a script prints: one text for each argument, as `tostring` makes it. */
export type PrintHandler = (...values: string[]) => void;

export interface LuaContextOptions extends ScriptLimits {
  /** The limits to start from; fields given here win over it. Default `'normal'`. */
  readonly profile?: ProfileName;
  /** The standard libraries that scripts see. Default `'sandbox'`. */
  readonly libraries?: LibraryPreset | readonly LuaLibrary[];
  /** Whether `load` and its kin accept bytecode. Default: false in `'sandbox'` and `'none'`, else true. */
  readonly allowBytecode?: boolean;
  /** Where `print` writes. Default: the arguments with tabs between, and a newline, to standard output. */
  readonly print?: PrintHandler;
  /** Told once for each resource of which an execution has used the part `warningThreshold`. */
  readonly onWarning?: (warning: ResourceWarning) => void;
  /** The seed of `math.random`, an integer, for runs that must repeat. Default: from the host's entropy. */
  readonly seed?: number;
}

/** Options of one execution. */
export interface ExecutionOptions {
  /** The limits to start from, instead of those of the context. */
  readonly profile?: ProfileName;
  /** Limits that win over those of the context. */
  readonly limits?: ScriptLimits;
  /** The chunk's name in messages: `'@file.lua'` for a file, `'=name'` as it is, else text of the source. */
  readonly chunkName?: string;
  /** The values of `...` in the script. */
  readonly args?: readonly unknown[];
  /** Ends the execution when it is aborted. */
  readonly signal?: AbortSignal;
}

export interface ResolvedContextOptions {
  readonly limits: ResolvedLimits;
  readonly libraries: LibraryChoice;
  readonly allowBytecode: boolean;
  readonly print: PrintHandler | undefined;
  readonly onWarning: ((warning: ResourceWarning) => void) | undefined;
  readonly seed: number | undefined;
}

const contextOptionNames = new Set([
  'profile',
  'libraries',
  'allowBytecode',
  'print',
  'onWarning',
  'seed',
  'maxInstructions',
  'maxMemory',
  'timeout',
  'checkInterval',
  'warningThreshold',
  'enableProfiling',
]);

/** @throws LuaOptionError naming the option that is unknown, or not what it must be */
export function resolveContextOptions(options: LuaContextOptions): ResolvedContextOptions {
  checkObject('options', options);
  for (const name of Object.keys(options)) {
    if (!contextOptionNames.has(name)) {
      throw new LuaOptionError(
        'options',
        name,
        `an object with no options but ${[...contextOptionNames].join(', ')}`,
      );
    }
  }
  const libraries = chooseLibraries(options.libraries ?? 'sandbox');
  return {
    limits: resolveLimits({ ...profileLimits(options.profile ?? 'normal'), ...pickLimits(options) }),
    libraries,
    allowBytecode: checked('allowBytecode', options.allowBytecode, 'boolean') ?? !libraries.sealed,
    print: checked('print', options.print, 'function'),
    onWarning: checked('onWarning', options.onWarning, 'function'),
    seed: checkSeed(options.seed),
  };
}

/** The limits of one execution: its own over those of its profile, or over those of the context. */
export function resolveExecutionLimits(context: ResolvedLimits, options: ExecutionOptions): ResolvedLimits {
  if (options.profile === undefined && options.limits === undefined) return context;
  if (options.limits !== undefined) checkObject('limits', options.limits);
  const own = pickLimits(options.limits ?? {});
  if (options.profile !== undefined) return resolveLimits({ ...profileLimits(options.profile), ...own });
  const resolved = resolveLimits(own);
  return {
    ...context,
    ...Object.fromEntries(Object.keys(own).map((name) => [name, resolved[name as keyof ResolvedLimits]])),
  };
}

export function checkObject(option: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LuaOptionError(option, value, 'an object');
  }
}

function checked<T>(option: string, value: T | undefined, type: 'boolean' | 'function'): T | undefined {
  if (value !== undefined && typeof value !== type) throw new LuaOptionError(option, value, `a ${type}`);
  return value;
}

function checkSeed(seed: number | undefined): number | undefined {
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new LuaOptionError('seed', seed, 'an integer');
  return seed;
}
