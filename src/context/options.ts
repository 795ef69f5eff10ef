import type { Fd } from '@bjorn3/browser_wasi_shim';
import type { ConversionOptions } from '../bridge/conversion.ts';
import { type Dialect, standardDialect } from '../bridge/dialect.ts';
import { LuaOptionError } from '../bridge/errors.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import type { ResourceWarning } from '../limits/governor.ts';
import { type ProfileName, profileLimits } from '../limits/profiles.ts';
import {
  limitNames,
  pickLimits,
  type ResolvedLimits,
  resolveLimits,
  type ScriptLimits,
} from '../limits/script-limits.ts';
import { chooseLibraries, type LibraryChoice, type LibraryPreset, type LuaLibrary } from './libraries.ts';
import { type Mount, openMounts } from './mounts.ts';
import { type SharedTable, SharedTableHub } from './shared-table.ts';
import type { PrintHandler } from './streams.ts';

export interface LuaContextOptions extends ScriptLimits {
  /** The limits to start from; fields given here win over it. Default `'normal'`. */
  readonly profile?: ProfileName;
  /** The standard libraries that scripts see. Default `'sandbox'`. */
  readonly libraries?: LibraryPreset | readonly LuaLibrary[];
  /**
   * The folders that scripts see, by the names that they have for them: `{ '/data': { path: './data' } }`.
   * Default `'deny'`: there are no files.
   */
  readonly filesystem?: 'deny' | Readonly<Record<string, Mount>>;
  /**
   * The folder, by its name among the mounts, at which names of files begin that have no slash at their beginning.
   * Default `'/'`.
   */
  readonly workingFolder?: string;
  /**
   * Whether `load` and its kin accept bytecode. Default false. Lua does not verify bytecode: what is made to do
   * harm can spoil the state and defeat the limits, though it cannot leave WebAssembly.
   */
  readonly allowBytecode?: boolean;
  /**
   * Where `print` writes, and `io.write` its lines. Default: standard output, where `print` puts tabs between
   * its arguments and a newline after them.
   */
  readonly print?: PrintHandler;
  /** Told once for each resource of which an execution has used the part `warningThreshold`. */
  readonly onWarning?: (warning: ResourceWarning) => void;
  /** What a table without a metatable becomes: an object or array, or a Map that keeps keys' types. Default `'object'`. */
  readonly tableAs?: 'object' | 'map';
  /** Whether Lua strings arrive as `Uint8Array` of their bytes. Default false: as text, read as UTF-8. */
  readonly binaryStrings?: boolean;
  /** Whether conversions that lose something are errors. Default false. */
  readonly strictConversion?: boolean;
  /** The seed of `math.random`, an integer, for runs that must repeat. Default: from the host's entropy. */
  readonly seed?: number;
  /** Tables that several contexts have (`createSharedTable`), by the names of their global variables. */
  readonly shared?: Readonly<Record<string, SharedTable>>;
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
  /** The table in which the script finds its global variables, instead of the context's own. */
  readonly env?: LuaTableHandle;
  /** Ends the execution when it is aborted. */
  readonly signal?: AbortSignal;
}

/** Options of one asynchronous execution. */
export interface AsyncExecutionOptions extends ExecutionOptions {
  /**
   * Milliseconds after which the script is suspended, for the event loop to have its turn. Default 8. A script in a
   * place where it cannot be suspended (a comparator of `table.sort`, say) runs on to the next where it can.
   */
  readonly sliceMs?: number;
}

export const defaultSliceMs = 8;

/** Options of `LuaContext.compile`. */
export interface CompileOptions {
  /** Whether to leave out names and lines, which makes it smaller and messages poorer. Default false. */
  readonly stripDebug?: boolean;
  /** The chunk's name in messages: `'@file.lua'` for a file, `'=name'` as it is, else text of the source. */
  readonly chunkName?: string;
}

export interface ResolvedContextOptions {
  readonly limits: ResolvedLimits;
  readonly libraries: LibraryChoice;
  readonly mounts: ReadonlyMap<string, Fd>;
  readonly workingFolder: string;
  readonly allowBytecode: boolean;
  readonly print: PrintHandler | undefined;
  readonly onWarning: ((warning: ResourceWarning) => void) | undefined;
  readonly seed: number | undefined;
  readonly conversion: ConversionOptions;
  readonly dialect: Dialect;
  readonly shared: Readonly<Record<string, SharedTableHub>>;
}

const contextOptionNames = new Set([
  'profile',
  'libraries',
  'filesystem',
  'workingFolder',
  'allowBytecode',
  'print',
  'onWarning',
  'seed',
  'shared',
  'tableAs',
  'binaryStrings',
  'strictConversion',
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
  checkNames('options', options, contextOptionNames);
  const mounts = openMounts(options.filesystem ?? 'deny');
  const libraries = chooseLibraries(options.libraries ?? 'sandbox', mounts.size > 0);
  return {
    limits: resolveLimits({ ...profileLimits(options.profile ?? 'normal'), ...pickLimits(options) }),
    libraries,
    mounts,
    workingFolder: checkFolder(options.workingFolder ?? '/'),
    allowBytecode: checked('allowBytecode', options.allowBytecode, 'boolean') ?? false,
    print: checked('print', options.print, 'function'),
    onWarning: checked('onWarning', options.onWarning, 'function'),
    seed: checkSeed(options.seed),
    conversion: {
      tableAs: checkTableAs(options.tableAs ?? 'object'),
      binaryStrings: checked('binaryStrings', options.binaryStrings, 'boolean') ?? false,
      strictConversion: checked('strictConversion', options.strictConversion, 'boolean') ?? false,
    },
    dialect: standardDialect,
    shared: checkShared(options.shared ?? {}),
  };
}

const executionOptionNames = new Set(['profile', 'limits', 'chunkName', 'args', 'env', 'signal']);

/** @throws LuaOptionError naming the option that is unknown, or not what it must be */
export function checkExecutionOptions(options: ExecutionOptions): void {
  checkObject('options', options);
  checkNames('options', options, executionOptionNames);
  const { args, env, signal, limits } = options;
  if (args !== undefined && !Array.isArray(args)) throw new LuaOptionError('args', args, 'an array');
  if (env !== undefined && !(env instanceof LuaTableHandle))
    throw new LuaOptionError('env', env, 'a table handle');
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new LuaOptionError('signal', signal, 'an AbortSignal');
  }
  if (limits !== undefined) {
    checkObject('limits', limits);
    checkNames('limits', limits, new Set<string>(limitNames));
  }
}

/** @throws LuaOptionError as checkExecutionOptions, or for a slice that is no time */
export function checkAsyncOptions({ sliceMs = defaultSliceMs, ...options }: AsyncExecutionOptions): number {
  checkExecutionOptions(options);
  if (typeof sliceMs !== 'number' || !(sliceMs > 0)) {
    throw new LuaOptionError('sliceMs', sliceMs, 'a number of milliseconds above 0');
  }
  return sliceMs;
}

/** @throws LuaOptionError naming the option that is unknown, or not what it must be */
export function checkCompileOptions(options: CompileOptions): CompileOptions {
  checkObject('options', options);
  checkNames('options', options, new Set(['stripDebug', 'chunkName']));
  checked('stripDebug', options.stripDebug, 'boolean');
  if (options.chunkName !== undefined && typeof options.chunkName !== 'string') {
    throw new LuaOptionError('chunkName', options.chunkName, 'a string');
  }
  return options;
}

/** The limits of one execution: its own over those of its profile, or over those of the context. */
export function resolveExecutionLimits(context: ResolvedLimits, options: ExecutionOptions): ResolvedLimits {
  if (options.profile === undefined && options.limits === undefined) return context;
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

export function checkNames(option: string, value: object, known: ReadonlySet<string>): void {
  for (const name of Object.keys(value)) {
    if (!known.has(name)) {
      throw new LuaOptionError(option, name, `an object with no options but ${[...known].join(', ')}`);
    }
  }
}

export function checkFunction(option: string, value: unknown): void {
  if (typeof value !== 'function') throw new LuaOptionError(option, value, 'a function');
}

function checked<T>(option: string, value: T | undefined, type: 'boolean' | 'function'): T | undefined {
  if (value !== undefined && typeof value !== type) throw new LuaOptionError(option, value, `a ${type}`);
  return value;
}

/** The engine keeps it in a place of fixed size (engine/folder.c). */
const longestFolder = 1000;

function checkFolder(folder: string): string {
  const accepts = `an absolute name, such as '/data', of at most ${longestFolder} bytes`;
  if (typeof folder !== 'string' || !folder.startsWith('/') || folder.includes('\0')) {
    throw new LuaOptionError('workingFolder', folder, accepts);
  }
  if (new TextEncoder().encode(folder).length > longestFolder) {
    throw new LuaOptionError('workingFolder', folder, accepts);
  }
  return folder;
}

function checkTableAs(value: 'object' | 'map'): 'object' | 'map' {
  if (value !== 'object' && value !== 'map') throw new LuaOptionError('tableAs', value, "'object' or 'map'");
  return value;
}

function checkShared(shared: Readonly<Record<string, SharedTable>>): Record<string, SharedTableHub> {
  checkObject('shared', shared);
  for (const [name, table] of Object.entries(shared)) {
    if (!(table instanceof SharedTableHub)) {
      throw new LuaOptionError(`shared.${name}`, table, 'a table that createSharedTable made');
    }
  }
  return { ...shared } as Record<string, SharedTableHub>;
}

function checkSeed(seed: number | undefined): number | undefined {
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new LuaOptionError('seed', seed, 'an integer');
  return seed;
}
