import { LuaOptionError } from '../bridge/errors.ts';
import type { HostFunction, LuaInput } from '../bridge/values.ts';
import type { LibraryPreset, LuaLibrary } from '../context/libraries.ts';
import { checkNames, checkObject } from '../context/options.ts';
import type { ScriptLimits } from '../limits/script-limits.ts';
import type { ExecutorLogger } from './logger.ts';

export interface LuaExecutorOptions {
  /** Worker threads, each of which runs one script at a time. Default: the processors of the machine, less one. */
  readonly poolSize?: number;
  /** The profile whose limits apply: one of `SecurityProfiles` or of `profiles`. Default `'normal'`. */
  readonly securityLevel?: string;
  /** Limits that win over those of `securityLevel`. */
  readonly defaultLimits?: ScriptLimits;
  /** Profiles of your own, by name, beside those of `SecurityProfiles`. */
  readonly profiles?: Readonly<Record<string, ScriptLimits>>;
  /** The standard libraries that scripts see. Default `'sandbox'`. */
  readonly libraries?: LibraryPreset | readonly LuaLibrary[];
  /** Lua modules for `require` (manual section 6.4): their source, by name. */
  readonly modules?: Readonly<Record<string, string>>;
  /**
   * A module, as a URL or the path of a file, that each worker loads once. What it exports by name is found by
   * scripts as global variables; its functions run in the worker, and are called at full speed. An export named
   * `print` receives what scripts print.
   */
  readonly hostModule?: string | URL;
  /**
   * In browsers, where the code of the workers is, for bundlers that do not find it by themselves: what
   * `inlineWorkerUrl()` of `tidelock/inline-worker` returns, or where you serve `tidelock/web-worker`, bundled.
   * Elsewhere without effect.
   */
  readonly workerUrl?: string | URL;
  /** Functions of this thread, by the names of the global variables in which scripts find them. */
  readonly host?: Readonly<Record<string, HostFunction>>;
  /** Scripts that may wait for a worker; one more is refused with `LuaQueueFullError`. Default 10,000. */
  readonly maxQueue?: number;
  /** Milliseconds past its timeout, or its abort, after which a silent worker is ended and replaced. Default 1,000. */
  readonly graceMs?: number;
  /**
   * Whether a debug hook notes each line that a script passes: the last of them are in the result, or in the
   * report of the error, as `trace`. Scripts run many times slower. Default false.
   */
  readonly enableDebugHook?: boolean;
  /** Whether Lua strings arrive as `Uint8Array` of their bytes. Default false: as text, read as UTF-8. */
  readonly binaryStrings?: boolean;
  /** Told of limit violations and of workers that were replaced; `console` will do. Default: nobody. */
  readonly logger?: ExecutorLogger;
}

/** Options of one execution. */
export interface ExecuteOptions {
  /** The values of `...` in the script. They are copied to the worker (structured clone). */
  readonly args?: readonly LuaInput[];
  /** Global variables of this execution alone; dotted names are fields, as in `LuaContext.setGlobal`. */
  readonly globals?: Readonly<Record<string, LuaInput>>;
  /** Limits that win over those of the profile, or of the executor. */
  readonly limits?: ScriptLimits;
  /** The limits to start from, instead of the executor's: one of `SecurityProfiles` or of `profiles`. */
  readonly profile?: string;
  /** The chunk's name in messages; see `ExecutionOptions`. */
  readonly chunkName?: string;
  /** Ends the execution when it is aborted, be it running or waiting. */
  readonly signal?: AbortSignal;
  /** Those with a higher number are run first. Default 0. */
  readonly priority?: number;
  /** Buffers among `args` and `globals` that are moved to the worker rather than copied; they are empty afterwards. */
  readonly transfer?: readonly ArrayBuffer[];
}

const executorOptionNames = new Set<string>([
  'poolSize',
  'securityLevel',
  'defaultLimits',
  'profiles',
  'libraries',
  'modules',
  'hostModule',
  'workerUrl',
  'host',
  'maxQueue',
  'graceMs',
  'enableDebugHook',
  'binaryStrings',
  'logger',
] satisfies (keyof LuaExecutorOptions)[]);

/** @throws LuaOptionError naming the option that is unknown, or not what it must be */
export function checkExecutorOptions(options: LuaExecutorOptions): void {
  checkObject('options', options);
  checkNames('options', options, executorOptionNames);
  const {
    poolSize = 1,
    maxQueue = 0,
    graceMs = 0,
    host = {},
    modules = {},
    profiles = {},
    hostModule = '',
    workerUrl = '',
  } = options;
  if (!Number.isInteger(poolSize) || poolSize < 1) {
    throw new LuaOptionError('poolSize', poolSize, 'a whole number from 1 up');
  }
  if (typeof maxQueue !== 'number' || !(maxQueue >= 0)) {
    throw new LuaOptionError('maxQueue', maxQueue, 'a number from 0 up');
  }
  if (!Number.isFinite(graceMs) || graceMs < 0) {
    throw new LuaOptionError('graceMs', graceMs, 'a number of milliseconds from 0 up');
  }
  if (typeof hostModule !== 'string' && !(hostModule instanceof URL)) {
    throw new LuaOptionError('hostModule', hostModule, 'a URL or the path of a file');
  }
  if (typeof workerUrl !== 'string' && !(workerUrl instanceof URL)) {
    throw new LuaOptionError('workerUrl', workerUrl, 'a URL');
  }
  checkObject('profiles', profiles);
  checkObject('modules', modules);
  for (const [name, source] of Object.entries(modules)) {
    if (typeof source !== 'string') throw new LuaOptionError(`modules.${name}`, source, 'Lua source');
  }
  checkObject('host', host);
  for (const [name, fn] of Object.entries(host)) {
    if (typeof fn !== 'function') throw new LuaOptionError(`host.${name}`, fn, 'a function');
  }
}

const executeOptionNames = new Set<string>([
  'args',
  'globals',
  'limits',
  'profile',
  'chunkName',
  'signal',
  'priority',
  'transfer',
] satisfies (keyof ExecuteOptions)[]);

/** @throws LuaOptionError naming the option that is unknown, or not what it must be */
export function checkExecuteOptions(options: ExecuteOptions): void {
  checkObject('options', options);
  checkNames('options', options, executeOptionNames);
  const { args, globals, chunkName, signal, priority, transfer } = options;
  if (args !== undefined && !Array.isArray(args)) throw new LuaOptionError('args', args, 'an array');
  if (globals !== undefined) checkObject('globals', globals);
  if (chunkName !== undefined && typeof chunkName !== 'string') {
    throw new LuaOptionError('chunkName', chunkName, 'a string');
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new LuaOptionError('signal', signal, 'an AbortSignal');
  }
  if (priority !== undefined && (typeof priority !== 'number' || Number.isNaN(priority))) {
    throw new LuaOptionError('priority', priority, 'a number');
  }
  if (transfer !== undefined && !Array.isArray(transfer)) {
    throw new LuaOptionError('transfer', transfer, 'an array of ArrayBuffers');
  }
}
