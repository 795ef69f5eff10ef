import { LuaCoroutine } from '../bridge/coroutine.ts';
import { LuaOptionError, LuaStateError } from '../bridge/errors.ts';
import type { ResumeResult } from '../bridge/held-values.ts';
import { holdOf } from '../bridge/references.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import { isTableProxy } from '../bridge/table-proxy.ts';
import type { HostFunction, LuaFunction, LuaInput, LuaResult, LuaValue } from '../bridge/values.ts';
import { Door, Field } from '../engine/abi.ts';
import type { Usage } from '../limits/governor.ts';
import type { ResolvedLimits } from '../limits/script-limits.ts';
import { type ClassDefinition, HostClasses, type UserdataOptions } from './classes.ts';
import { createEnvironment, type EnvironmentOptions } from './environment.ts';
import { HostServices } from './host-services.ts';
import type { LuaLibrary } from './libraries.ts';
import type { LuaModule, ModuleSearcher } from './modules.ts';
import {
  type CompileOptions,
  checkCompileOptions,
  checkExecutionOptions,
  checkFunction,
  checkObject,
  type ExecutionOptions,
  type LuaContextOptions,
  type ResolvedContextOptions,
  resolveContextOptions,
  resolveExecutionLimits,
} from './options.ts';
import type { FileReader } from './source-files.ts';
import { State } from './state.ts';
import type { PrintHandler, ReadHandler } from './streams.ts';

export type { CompileOptions } from './options.ts';

const noOptions: ExecutionOptions = {};

/** The values and functions that scripts find as global variables. */
export type LuaGlobals = Readonly<Record<string, LuaInput | HostFunction>>;

/** What `LuaContext.pcall` gives back. */
export type PcallResult<T = LuaResult> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

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
  /** How many Lua values JavaScript holds: functions, handles, live tables, coroutines, userdata. */
  readonly heldValues: number;
  /** How many functions and objects of the host Lua holds. */
  readonly heldObjects: number;
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
  /** What is done again after a reset: the registrations of userdata and classes, by what they register. */
  private readonly registrations = new Map<string, (classes: HostClasses) => void>();
  private readonly services: HostServices;
  private classes: HostClasses;
  private state: State | undefined;

  /**
   * @param globals values and functions that scripts find as global variables; they survive `reset`
   * @throws LuaOptionError naming the option that is not what it must be
   */
  constructor(globals: LuaGlobals = {}, options: LuaContextOptions = {}) {
    checkObject('globals', globals);
    this.options = resolveContextOptions(options);
    this.globals = { ...globals };
    this.services = new HostServices(this.options.print);
    this.state = new State(this.options, this.services);
    this.classes = new HostClasses(this.state);
    this.state.rebuild = () => this.rebuild();
    this.state.setUp(() => this.setGlobals());
  }

  /**
   * Runs a script (manual section 3.3.2) and returns its results: nothing, one value, or an array of several.
   * @param source Lua source, or the bytes of it
   * @throws LuaSyntaxError if it is not Lua
   * @throws LuaLimitError if it needs more than it may use
   * @throws LuaError for any other error that it raises and does not catch
   * @throws whatever error a host function threw and the script did not catch
   */
  executeScript<T = LuaResult>(source: string | Uint8Array, options: ExecutionOptions = noOptions): T {
    if (typeof source !== 'string' && !(source instanceof Uint8Array)) {
      throw new LuaOptionError('source', source, 'a string, or the bytes, of Lua source');
    }
    const name = typeof source === 'string' ? source : '=(bytes)';
    return this.run(source, name, options) as T;
  }

  /** Runs a script with a table in the place of its global variables (`createEnvironment`). */
  executeScriptIn<T = LuaResult>(
    env: LuaTableHandle,
    source: string | Uint8Array,
    options: ExecutionOptions = noOptions,
  ): T {
    return this.executeScript<T>(source, { ...options, env });
  }

  /**
   * Runs a file (UTF-8, or any bytes) as `executeScript` runs its text. A first line that starts with `#` is
   * skipped, as is a byte order mark. The chunk's name is `@` and the path. It is the host's path: mounts do not
   * matter, but a reader that was set with `setFileReader` does.
   * @throws Error of the file system if the file cannot be read
   */
  executeFile<T = LuaResult>(path: string, options: ExecutionOptions = noOptions): T {
    if (typeof path !== 'string') throw new LuaOptionError('path', path, 'the name of a file');
    return this.run(this.services.files.read(path), `@${path}`, options) as T;
  }

  /**
   * Calls a global Lua function by its name, which may be a dotted path.
   * @throws LuaOptionError if there is no function of that name
   */
  call<T = LuaResult>(name: string, ...args: LuaInput[]): T {
    return this.liveState().callGlobal(splitPath(name, 'name'), args) as T;
  }

  /** Calls a function, and returns what it throws instead of throwing it. */
  pcall<A extends unknown[], R = LuaResult>(fn: (...args: A) => R, ...args: A): PcallResult<R> {
    checkFunction('fn', fn);
    try {
      return { ok: true, value: fn(...args) };
    } catch (error) {
      return { ok: false, error };
    }
  }

  /**
   * The value of a global variable, or, with a dotted path, of a field: `getGlobal('config.db.host')`.
   * null if it, or a table on the way to it, is nil.
   * @throws LuaError if the path runs through a value that has no fields
   */
  getGlobal<T = LuaValue>(path: string): T {
    return this.liveState().getGlobal(splitPath(path), false) as T;
  }

  /**
   * Sets a global variable, or, with a dotted path, a field; tables on the way that are nil are made.
   * @throws LuaError if the path runs through a value that has no fields
   * @throws LuaConversionError if the value cannot be passed to Lua
   */
  setGlobal(path: string, value: LuaInput | HostFunction): void {
    this.liveState().setGlobal(splitPath(path), value);
  }

  /**
   * A global table itself, rather than a copy.
   * @throws LuaOptionError if there is no table at the path
   */
  getGlobalRef(path: string): LuaTableHandle {
    const table = this.liveState().getGlobal(splitPath(path), true);
    if (!(table instanceof LuaTableHandle))
      throw new LuaOptionError('path', path, 'the name of a global table');
    return table;
  }

  /** A new table in Lua, with the entries of an object, array or Map. */
  createTable(initial: LuaInput = {}): LuaTableHandle {
    const table = this.liveState().hold(initial);
    if (!(table instanceof LuaTableHandle))
      throw new LuaOptionError('initial', initial, 'an object, array or Map');
    return table;
  }

  /** A table to run scripts in, which see the globals named in it, and no others. */
  createEnvironment(options: EnvironmentOptions = {}): LuaTableHandle {
    return createEnvironment(this.liveState(), options);
  }

  /**
   * Gives a table a metatable (manual section 2.4), in place of any that it had.
   * @param target the name of a global table, a handle, or a live table
   * @param metatable metamethods as functions, other fields as values
   * @throws LuaOptionError if the target is not a table
   */
  setMetatable(target: string | object, metatable: Readonly<Record<string, LuaInput | HostFunction>>): void {
    checkObject('metatable', metatable);
    if (typeof target === 'string') {
      const table = this.getGlobalRef(target);
      this.liveState().setMetatable(table, metatable);
      table.release();
    } else if (target instanceof LuaTableHandle || isTableProxy(target)) {
      this.liveState().setMetatable(target, metatable);
    } else {
      throw new LuaOptionError('target', target, 'the name of a global table, a handle or a live table');
    }
  }

  /**
   * Lets scripts see an object as a userdata, by reference, in a global variable. Only what the options allow
   * is reached; inherited properties never are. Survives `reset`.
   */
  setUserdata(name: string, object: object, options: UserdataOptions = {}): void {
    checkObject('options', options);
    this.register(`userdata ${name}`, (classes) => classes.setUserdata(name, object, options));
  }

  /**
   * Lets scripts make and use objects of a class, through a global table with `new` and the statics.
   * Survives `reset`.
   */
  registerClass(name: string, definition: ClassDefinition): void {
    checkObject('definition', definition);
    this.register(`class ${name}`, (classes) => classes.registerClass(name, definition));
  }

  /** Converts objects for which `match` is true before they are passed to Lua. The first converter wins. */
  registerTypeConverter<T extends object>(
    match: (value: object) => boolean,
    convert: (value: T) => LuaInput,
  ): void {
    checkFunction('match', match);
    checkFunction('convert', convert);
    this.liveState().converters.addToLua(match, convert as (value: object) => LuaInput);
  }

  /**
   * Converts tables, once they are objects, for which `match` is true, at every depth; what `convert` returns
   * is used as it is. The first converter wins.
   */
  registerFromLuaConverter(match: (value: LuaValue) => boolean, convert: (value: LuaValue) => unknown): void {
    checkFunction('match', match);
    checkFunction('convert', convert);
    this.liveState().converters.addFromLua(match, convert);
  }

  /**
   * A coroutine (manual section 2.6).
   * @param body a Lua function, or the source of a script that returns one
   */
  createCoroutine(body: string | LuaFunction): LuaCoroutine {
    const state = this.liveState();
    const fn = typeof body === 'string' ? this.executeScript(body) : body;
    if (typeof fn !== 'function' || !holdOf(fn)) {
      throw new LuaOptionError('body', fn, 'a Lua function or the source of a script that returns one');
    }
    return state.newThread(fn as LuaFunction);
  }

  /** Runs a coroutine up to its next yield or its end: `coroutine.resume(...)`. */
  resume(coroutine: LuaCoroutine, ...args: LuaInput[]): ResumeResult {
    return checkCoroutine(coroutine).resume(...args);
  }

  /** Ends a coroutine, running the handlers of its pending to-be-closed variables. */
  close(coroutine: LuaCoroutine): void {
    checkCoroutine(coroutine).close();
  }

  /**
   * Gives up a function, handle, live table or coroutine, for Lua to collect; JavaScript's own collector does
   * so too, in its time. Once more does nothing.
   */
  release(value: object): void {
    this.liveState().references.release(value);
  }

  /**
   * Compiles a script, for `loadBytecode` (manual section 6.5, string.dump). Bytecode fits the build of the engine
   * that made it.
   * @throws LuaSyntaxError if it is not Lua
   */
  compile(source: string | Uint8Array, options: CompileOptions = {}): Uint8Array {
    if (typeof source !== 'string' && !(source instanceof Uint8Array)) {
      throw new LuaOptionError('source', source, 'a string, or the bytes, of Lua source');
    }
    const { chunkName, stripDebug } = checkCompileOptions(options);
    const name = chunkName ?? (typeof source === 'string' ? source : '=(bytes)');
    return this.liveState().compile(source, name, stripDebug ?? false);
  }

  /** As `compile`, for a file. @throws Error of the file system if the file cannot be read */
  compileFile(path: string, options: CompileOptions = {}): Uint8Array {
    if (typeof path !== 'string') throw new LuaOptionError('path', path, 'the name of a file');
    return this.compile(this.services.files.read(path), { chunkName: `@${path}`, ...options });
  }

  /**
   * The function that bytecode is (manual section 6.1, load). Its own name in messages is the one that it was
   * compiled with, if it has one.
   * @throws LuaOptionError without the option `allowBytecode: true`
   * @throws LuaSyntaxError if it is not bytecode of this engine, or damaged where that shows
   */
  loadBytecode(bytecode: Uint8Array, chunkName = '=(bytecode)'): LuaFunction {
    if (!(bytecode instanceof Uint8Array)) throw new LuaOptionError('bytecode', bytecode, 'a Uint8Array');
    if (typeof chunkName !== 'string') throw new LuaOptionError('chunkName', chunkName, 'a string');
    if (!this.options.allowBytecode) {
      throw new LuaOptionError(
        'allowBytecode',
        false,
        'true for loadBytecode: Lua does not verify bytecode, so load it only from a source that you trust',
      );
    }
    return this.liveState().loadBytecode(bytecode, chunkName);
  }

  /**
   * A module for `require` (manual section 6.3), ahead of any file. Survives `reset`. Where scripts have no
   * library package they get `require`, and a `package` with `loaded` and `preload`.
   * @param module its value, converted when it is first required, or a function that is then called with the
   *   name and returns it
   */
  registerModule(name: string, module: LuaModule): void {
    this.services.modules.register(name, module);
    this.liveState().openDoor(Door.modules);
  }

  /**
   * Where `require` looks for files: a path of the machine with `?` for the module's name. What precedes the
   * first `?` names the folder, out of which no name and no link leads. Survives `reset`.
   */
  addSearchPath(template: string): void {
    this.services.modules.addSearchPath(template);
    this.liveState().openDoor(Door.modules);
  }

  /** Asks for modules that are not registered, before the search paths. Survives `reset`. */
  addSearcher(searcher: ModuleSearcher): void {
    checkFunction('searcher', searcher);
    this.services.modules.addSearcher(searcher);
    this.liveState().openDoor(Door.modules);
  }

  /** Where `print`, and `io.write` by lines, write from now on; null for standard output. Survives `reset`. */
  setPrintHandler(handler: PrintHandler | null): void {
    this.services.streams.setPrintHandler(checkHandler(handler));
  }

  /**
   * Where `io.read` reads what is not a file's; null for an empty input, which is the default. Where scripts have
   * no library io they get an `io` with `read` alone. Survives `reset`.
   */
  setReadHandler(handler: ReadHandler | null): void {
    this.services.streams.readHandler = checkHandler(handler);
    if (handler) this.liveState().openDoor(Door.input);
  }

  /**
   * How `executeFile`, `compileFile`, `dofile`, `loadfile` and the search paths of `require` read files, instead
   * of from mounts and the machine; null to undo that. Scripts without `dofile` and `loadfile` get them.
   * Survives `reset`.
   */
  setFileReader(reader: FileReader | null): void {
    this.services.files.reader = checkHandler(reader);
    this.liveState().openDoor(reader ? Door.reader : Door.noReader);
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
    const { references, hosts } = this.liveState();
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
      heldValues: references.size,
      heldObjects: hosts.size,
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
   * Back to a fresh state with the same globals, userdata, classes, converters and options. What scripts did is
   * gone, and what JavaScript still holds of the old state no longer works.
   * @throws LuaStateError while a script is running
   */
  reset(): void {
    const state = this.liveState();
    if (state.isRunning) throw new LuaStateError('a context cannot be reset while a script is running in it');
    this.rebuild();
  }

  /**
   * Gives the state's memory up. Every later call of the context or of its values fails.
   * @throws LuaStateError while a script is running
   */
  dispose(): void {
    if (this.state?.isRunning)
      throw new LuaStateError('a context cannot be disposed while a script is running in it');
    this.state?.closeFiles();
    this.state?.references.clear();
    this.state = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private liveState(): State {
    if (!this.state) throw new LuaStateError('this LuaContext has been disposed');
    return this.state;
  }

  private rebuild(): void {
    const state = this.liveState();
    state.reset();
    this.classes = new HostClasses(state);
    state.setUp(() => {
      this.openDoors();
      this.setGlobals();
      for (const register of this.registrations.values()) register(this.classes);
    });
  }

  /** What scripts have been given by the host's calls rather than by its options. */
  private openDoors(): void {
    const { modules, files, streams } = this.services;
    if (modules.any) this.liveState().openDoor(Door.modules);
    if (files.reader) this.liveState().openDoor(Door.reader);
    if (streams.readHandler) this.liveState().openDoor(Door.input);
  }

  private setGlobals(): void {
    const state = this.liveState();
    for (const [name, value] of Object.entries(this.globals)) state.setGlobal([name], value);
  }

  private register(key: string, registration: (classes: HostClasses) => void): void {
    this.liveState();
    registration(this.classes);
    this.registrations.set(key, registration);
  }

  private run(source: string | Uint8Array, defaultName: string, options: ExecutionOptions): LuaResult {
    checkExecutionOptions(options);
    const { args = [], env, signal, chunkName: name = defaultName } = options;
    if (typeof name !== 'string') throw new LuaOptionError('chunkName', name, 'a string');
    const state = this.liveState();
    if (state.isRunning) refuseOwnBudget(options);
    const limits = resolveExecutionLimits(this.options.limits, options);
    return state.run({ source, name, environment: env, args }, limits, signal);
  }
}

/** A script that a host function runs spends the budget of the one that called it. */
function refuseOwnBudget(options: ExecutionOptions): void {
  for (const name of ['limits', 'profile', 'signal'] as const) {
    if (options[name] !== undefined) {
      throw new LuaOptionError(
        name,
        options[name],
        'left out while a script is running, whose budget is spent',
      );
    }
  }
}

function checkCoroutine(value: LuaCoroutine): LuaCoroutine {
  if (!(value instanceof LuaCoroutine)) throw new LuaOptionError('coroutine', value, 'a Lua coroutine');
  return value;
}

function splitPath(path: string, option = 'path'): readonly string[] {
  if (typeof path !== 'string' || path === '')
    throw new LuaOptionError(option, path, "a name such as 'x' or 'a.b.c'");
  const parts = path.split('.');
  if (parts.includes('')) throw new LuaOptionError(option, path, 'a dotted path without empty parts');
  return parts;
}

function checkHandler<T>(handler: T | null): T | undefined {
  if (handler !== null) checkFunction('handler', handler);
  return handler ?? undefined;
}
