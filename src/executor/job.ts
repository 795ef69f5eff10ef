import type { LibraryPreset, LuaLibrary } from '../context/libraries.ts';
import type { ResourceWarning, Usage } from '../limits/governor.ts';
import type { ScriptLimits } from '../limits/script-limits.ts';
import type { CpuProfile } from '../profiling/cpu-profile.ts';
import type { CarriedError } from './carried-error.ts';
import type { TracedLine } from './line-trace.ts';

/** What a worker is given when it starts. */
export interface WorkerStart {
  /** The engine, compiled once for all. */
  readonly engine: WebAssembly.Module;
  readonly lanes: SharedArrayBuffer;
  readonly limits: ScriptLimits;
  readonly libraries: LibraryPreset | readonly LuaLibrary[];
  /** The source of modules for `require`, by name. */
  readonly modules: Readonly<Record<string, string>>;
  readonly binaryStrings: boolean;
  readonly enableDebugHook: boolean;
  /** The URL of the module whose exports scripts find as global variables. */
  readonly hostModule: string | undefined;
  /** The functions that the main thread answers. */
  readonly hostNames: readonly string[];
}

/** What the main thread posts to a worker: a script and what belongs to it. */
export interface Job {
  readonly number: number;
  readonly lane: number;
  readonly script: Script;
  readonly args: readonly unknown[] | undefined;
  readonly globals: Readonly<Record<string, unknown>> | undefined;
  /** undefined where those of the executor apply. */
  readonly limits: ScriptLimits | undefined;
  readonly chunkName: string | undefined;
}

/** Lua source as text or bytes, the name of a file of it, or compiled bytecode. */
export type Script = string | Uint8Array | { readonly file: string } | { readonly bytecode: Uint8Array };

/** What an execution tells besides its value or its error. */
export interface ExecutionReport {
  readonly usage: Usage;
  readonly warnings: readonly ResourceWarning[];
  /** Where the script was profiled. */
  readonly profile?: CpuProfile;
  /** The last lines that the script passed, with `enableDebugHook`. */
  readonly trace?: readonly TracedLine[];
}

/** What a worker posts back. */
export type Reply = ExecutionReport &
  ({ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: CarriedError });
