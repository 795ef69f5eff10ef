import { readTextFile, writeOutput } from '#platform';
import { LuaOptionError, LuaStateError } from '../bridge/errors.ts';
import type { HostFunction, LuaFunction, LuaInput, LuaValue } from '../bridge/values.ts';
import { Field } from '../engine/abi.ts';
import type { Usage } from '../limits/governor.ts';
import type { ResolvedLimits } from '../limits/script-limits.ts';
import type { LuaLibrary } from './libraries.ts';
import {
  checkObject,
  type ExecutionOptions,
  type LuaContextOptions,
  type ResolvedContextOptions,
  resolveContextOptions,
  resolveExecutionLimits,
} from './options.ts';
import { State } from './state.ts';

const noOptions: ExecutionOptions = {};

/** The values and functions that scripts find as global variables. */
export type LuaGlobals = Readonly<Record<string, LuaInput | HostFunction>>;

/** What a context is and has (LuaContext.info). */
export interface LuaInfo {
  /** `'Lua 5.5'`. */
  readonly version: string;
  /** `'Lua 5.5.1'`. */
  readonly release: string;
  /** Bytes of Lua heap in use. */
  readonly memory: number;
  /** The same in units of 1,024 bytes. */
  readonly memoryKB: number;
  /** The most bytes of Lua heap that the last execution had in use. */
  readonly peakMemory: number;
  /** The limits of executions that are given none of their own; Infinity stands for unlimited. */
  readonly limits: ResolvedLimits;
  readonly libraries: readonly LuaLibrary[];
  /** Instructions used by the last execution. */
  readonly instructions: number;
}

/**
 * One Lua state: scripts run in it one at a time, on the calling thread, each under the context's limits.
 *
 * ```ts
 * using lua = new LuaContext({ log: console.log }, { maxMemory: '10MB', timeout: '5s' });
 * lua.executeScript('log("hello"); return 1 + 1'); // 2
 * ```
 */
export class LuaContext {
  private readonly options: ResolvedContextOptions;
  private readonly globals: LuaGlobals;
  private state: State | undefined;

  /**
   * @param globals values and functions that scripts find as global variables; they survive `reset`
   * @throws LuaOptionError naming the option that is not what it must be
   */
  constructor(globals: LuaGlobals = {}, options: LuaContextOptions = {}) {
    checkObject('globals', globals);
    this.options = resolveContextOptions(options);
    this.globals = { ...globals };
    this.state = new State(this.options, this.options.print ?? printLine);
    this.setGlobals();
  }

  /**
   * Runs a script (manual section 3.3.2) and returns its results: nothing, one value, or an array of several.
   * @throws LuaSyntaxError if it is not Lua
   * @throws LuaLimitError if it needs more than it may use
   * @throws LuaError for any other error that it raises and does not catch
   * @throws whatever error a host function threw and the script did not catch
   */
  executeScript<T = LuaValue | LuaValue[] | undefined>(
    source: string,
    options: ExecutionOptions = noOptions,
  ): T {
    if (typeof source !== 'string') throw new LuaOptionError('source', source, 'a string of Lua source');
    return this.run(source, options.chunkName ?? source, options) as T;
  }

  /**
   * Runs a file (UTF-8, or any bytes) as `executeScript` runs its text. A first line that starts with `#` is
   * skipped. The chunk's name is `@` and the path.
   * @throws Error of the file system if the file cannot be read
   */
  executeFile<T = LuaValue | LuaValue[] | undefined>(path: string, options: ExecutionOptions = noOptions): T {
    if (typeof path !== 'string') throw new LuaOptionError('path', path, 'the name of a file');
    return this.run(readTextFile(path), options.chunkName ?? `@${path}`, options) as T;
  }

  /**
   * Calls a global Lua function by its name, which may be a dotted path.
   * @throws LuaOptionError if there is no function of that name
   */
  call<T = LuaValue | LuaValue[] | undefined>(name: string, ...args: LuaInput[]): T {
    const callee = this.getGlobal(name);
    if (typeof callee !== 'function') throw new LuaOptionError('name', name, 'the name of a Lua function');
    return (callee as LuaFunction)(...args) as T;
  }

  /**
   * The value of a global variable, or, with a dotted path, of a field: `getGlobal('config.db.host')`.
   * null if it, or a table on the way to it, is nil.
   * @throws LuaError if the path runs through a value that has no fields
   */
  getGlobal<T = LuaValue>(path: string): T {
    const state = this.liveState();
    const parts = splitPath(path);
    return state.enter(
      this.options.limits,
      undefined,
      () => state.encoder.writeAll(parts),
      () => state.engine.exports.get_global(parts.length),
    ) as T;
  }

  /**
   * Sets a global variable, or, with a dotted path, a field; tables on the way that are nil are made.
   * @throws LuaError if the path runs through a value that has no fields
   * @throws LuaConversionError if the value cannot be passed to Lua
   */
  setGlobal(path: string, value: LuaInput | HostFunction): void {
    this.setField(splitPath(path), value);
  }

  /** What the last execution used. */
  get usage(): Usage {
    return this.liveState().governor.usage;
  }

  /** Bytes of Lua heap in use, collectable garbage included. */
  getMemoryUsage(): number {
    return this.liveState().engine.get(Field.memoryUsed);
  }

  info(): LuaInfo {
    const memory = this.getMemoryUsage();
    const { peakMemory, instructions } = this.usage;
    return {
      version: 'Lua 5.5',
      release: 'Lua 5.5.1',
      memory,
      memoryKB: memory / 1024,
      peakMemory,
      limits: this.options.limits,
      libraries: this.options.libraries.names,
      instructions,
    };
  }

  /**
   * Ends the execution under way, if there is one, with `LuaLimitError` (`'aborted'`): for host functions that
   * want to end the script that called them.
   */
  cancel(): void {
    const state = this.liveState();
    if (state.isRunning) state.governor.cancel();
  }

  /** Whether a script is running. */
  isBusy(): boolean {
    return this.liveState().isRunning;
  }

  /**
   * Back to a fresh state with the same globals and options; what scripts did is gone, and Lua functions that
   * JavaScript still holds no longer work.
   * @throws LuaStateError while a script is running
   */
  reset(): void {
    const state = this.liveState();
    if (state.isRunning) throw new LuaStateError('a context cannot be reset while a script is running in it');
    state.reset();
    this.setGlobals();
  }

  /**
   * Gives the state's memory up. Every later call of the context or of its functions fails.
   * @throws LuaStateError while a script is running
   */
  dispose(): void {
    if (this.state?.isRunning)
      throw new LuaStateError('a context cannot be disposed while a script is running in it');
    this.state?.functions.clear();
    this.state = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private liveState(): State {
    if (!this.state) throw new LuaStateError('this LuaContext has been disposed');
    return this.state;
  }

  private setGlobals(): void {
    for (const [name, value] of Object.entries(this.globals)) this.setField([name], value);
  }

  private setField(parts: readonly string[], value: unknown): void {
    const state = this.liveState();
    const write = () => {
      state.encoder.writeAll(parts);
      state.encoder.write(value);
    };
    state.enter(this.options.limits, undefined, write, () => state.engine.exports.set_global(parts.length));
  }

  private run(source: string | Uint8Array, chunkName: string, options: ExecutionOptions): unknown {
    const state = this.liveState();
    const args = options.args ?? [];
    if (typeof chunkName !== 'string') throw new LuaOptionError('chunkName', chunkName, 'a string');
    if (!Array.isArray(args)) throw new LuaOptionError('args', args, 'an array');
    const limits = resolveExecutionLimits(this.options.limits, options);
    const write = () => {
      state.encoder.writeSource(source);
      state.encoder.write(chunkName);
      state.encoder.writeAll(args);
    };
    return state.enter(limits, options.signal, write, () => state.engine.exports.run(args.length, 0));
  }
}

function splitPath(path: string): readonly string[] {
  if (typeof path !== 'string' || path === '')
    throw new LuaOptionError('path', path, "a name such as 'x' or 'a.b.c'");
  const parts = path.split('.');
  if (parts.includes('')) throw new LuaOptionError('path', path, 'a dotted path without empty parts');
  return parts;
}

function printLine(...values: string[]): void {
  writeOutput(`${values.join('\t')}\n`);
}
