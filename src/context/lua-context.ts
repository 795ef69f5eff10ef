import { LuaCoroutine } from '../bridge/coroutine.ts';
import { LuaOptionError } from '../bridge/errors.ts';
import type { ResumeResult } from '../bridge/held-values.ts';
import { holdOf } from '../bridge/references.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import { isTableProxy } from '../bridge/table-proxy.ts';
import type { HostFunction, LuaFunction, LuaInput, LuaResult, LuaValue } from '../bridge/values.ts';
import { Door } from '../engine/abi.ts';
import type { Usage } from '../limits/governor.ts';
import type { CpuProfile } from '../profiling/cpu-profile.ts';
import { chunkOf, nameOfSource } from './chunk.ts';
import type { ClassDefinition, UserdataOptions } from './classes.ts';
import { ContextCore } from './context-core.ts';
import { copyOf } from './copying.ts';
import { createEnvironment, type EnvironmentOptions } from './environment.ts';
import { controlCollector, type GcCommand, type GcMode, type GcParameter } from './gc.ts';
import type { HookCallback, HookOptions } from './hooks.ts';
import { functionsIn } from './host-names.ts';
import { describeState, type LuaInfo } from './introspection.ts';
import { loadEngine } from './load-engine.ts';
import type { LuaModule, ModuleSearcher } from './modules.ts';
import {
  type AsyncExecutionOptions,
  type CompileOptions,
  checkAsyncOptions,
  checkCompileOptions,
  checkExecutionOptions,
  checkFunction,
  checkObject,
  type ExecutionOptions,
  type LuaContextOptions,
  resolveContextOptions,
  resolveExecutionLimits,
} from './options.ts';
import type { SharedTableUser } from './shared-table.ts';
import { contentOf, Snapshot } from './snapshot.ts';
import type { FileReader } from './source-files.ts';
import { type LocalVariable, readLocals, readStack, type StackFrame } from './stack-frames.ts';
import type { OutputHandler, PrintHandler, ReadHandler } from './streams.ts';

export type { CompileOptions } from './options.ts';

const noOptions: ExecutionOptions = {};

/** The values and functions that scripts find as global variables. */
export type LuaGlobals = Readonly<Record<string, LuaInput | HostFunction>>;

/** Options of `LuaContext.fromSnapshot`: those of a context, and its globals. */
export interface FromSnapshotOptions extends LuaContextOptions {
  readonly globals?: LuaGlobals;
}

/** What `LuaContext.pcall` gives back. */
export type PcallResult<T = LuaResult> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

/**
 * One Lua state: scripts run in it one at a time, on the calling thread, each under the context's limits.
 *
 * ```ts
 * using lua = new LuaContext({ log: console.log }, { maxMemory: '10MB', timeout: '5s' });
 * lua.executeScript('log("hello"); return 1 + 1'); // 2
 * ```
 */
export class LuaContext implements SharedTableUser {
  private readonly core: ContextCore;

  /**
   * @param globals values and functions that scripts find as global variables; they survive `reset`
   * @throws LuaStateError in a browser, before `LuaContext.create` or `loadEngine` has loaded the engine
   * @throws LuaOptionError naming the option that is not what it must be
   */
  constructor(globals?: LuaGlobals, options?: LuaContextOptions);
  /** @internal for `fork` and `fromSnapshot` */
  constructor(core: ContextCore);
  constructor(globals: LuaGlobals | ContextCore = {}, options: LuaContextOptions = {}) {
    if (globals instanceof ContextCore) {
      this.core = globals;
    } else {
      checkObject('globals', globals);
      this.core = new ContextCore(resolveContextOptions(options), globals);
    }
    for (const [name, table] of Object.entries(this.core.options.shared)) table.addUser(this, name);
  }

  /**
   * A new context that goes on where a snapshot was taken. Functions of the host are found in `globals` by their
   * names. Libraries and `allowBytecode` are those of the snapshot.
   * @throws LuaSnapshotError if something is missing, or the snapshot does not fit the options
   */
  static fromSnapshot(snapshot: Snapshot, options: FromSnapshotOptions = {}): LuaContext {
    const content = contentOf(snapshot);
    checkObject('options', options);
    const { globals = {}, ...rest } = options;
    const resolved = resolveContextOptions(rest);
    const { libraries = content.libraries, allowBytecode = content.allowBytecode } = {
      libraries: rest.libraries === undefined ? undefined : resolved.libraries,
      allowBytecode: rest.allowBytecode,
    };
    checkObject('globals', globals);
    const core = new ContextCore({ ...resolved, libraries, allowBytecode }, globals);
    core.restore(content);
    if (resolved.seed === undefined) core.state.seedRandom();
    return new LuaContext(core);
  }

  /**
   * Makes a context once the engine is ready: the constructor for places where WebAssembly has to be loaded or
   * cannot be compiled at once, as in browsers. Works the same everywhere.
   * @throws LuaOptionError naming the option that is not what it must be
   */
  static async create(globals: LuaGlobals = {}, options: LuaContextOptions = {}): Promise<LuaContext> {
    await loadEngine();
    return new LuaContext(globals, options);
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
    return this.run(source, nameOfSource(source), options) as T;
  }

  /**
   * Runs a script as `executeScript` does, but in time slices, between which the event loop has its turn, and waits for
   * the promises that host functions return. The context does one execution at a time.
   * @returns a promise that is rejected with what `executeScript` throws, or with LuaStateError if the context is busy
   */
  async executeScriptAsync<T = LuaResult>(
    source: string | Uint8Array,
    options: AsyncExecutionOptions = noOptions,
  ): Promise<T> {
    return (await this.runAsync(source, nameOfSource(source), options)) as T;
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
    return this.run(this.core.services.files.read(path), `@${path}`, options) as T;
  }

  /** Runs a file as `executeFile` does, but asynchronously, as `executeScriptAsync` does. */
  async executeFileAsync<T = LuaResult>(
    path: string,
    options: AsyncExecutionOptions = noOptions,
  ): Promise<T> {
    if (typeof path !== 'string') throw new LuaOptionError('path', path, 'the name of a file');
    const source = await this.core.services.files.readAsync(path);
    return (await this.runAsync(source, `@${path}`, options)) as T;
  }

  /**
   * Calls a global Lua function by its name, which may be a dotted path.
   * @throws LuaOptionError if there is no function of that name
   */
  call<T = LuaResult>(name: string, ...args: LuaInput[]): T {
    return this.core.state.callGlobal(splitPath(name, 'name'), args) as T;
  }

  /**
   * Calls a Lua function, given as such or by its name, asynchronously, as `executeScriptAsync` runs a script.
   * @returns a promise that is rejected with LuaOptionError if it is not a Lua function
   */
  async callAsync<T = LuaResult>(fn: string | LuaFunction, ...args: LuaInput[]): Promise<T> {
    const state = this.core.state;
    const callee = typeof fn === 'string' ? state.getGlobal(splitPath(fn, 'fn'), false) : fn;
    const hold = typeof callee === 'function' && holdOf(callee);
    if (!hold) throw new LuaOptionError('fn', fn, 'a Lua function, or the name of one');
    return (await state.values.callAsync(state.references.check(hold), args)) as T;
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
    return this.core.state.getGlobal(splitPath(path), false) as T;
  }

  /**
   * Sets a global variable, or, with a dotted path, a field; tables on the way that are nil are made.
   * @throws LuaError if the path runs through a value that has no fields
   * @throws LuaConversionError if the value cannot be passed to Lua
   */
  setGlobal(path: string, value: LuaInput | HostFunction): void {
    this.core.state.setGlobal(splitPath(path), value);
    this.core.host.noteGlobal(path, value);
  }

  /**
   * A global table itself, rather than a copy.
   * @throws LuaOptionError if there is no table at the path
   */
  getGlobalRef(path: string): LuaTableHandle {
    const table = this.core.state.getGlobal(splitPath(path), true);
    if (!(table instanceof LuaTableHandle))
      throw new LuaOptionError('path', path, 'the name of a global table');
    return table;
  }

  /** A new table in Lua, with the entries of an object, array or Map. */
  createTable(initial: LuaInput = {}): LuaTableHandle {
    const table = this.core.state.hold(initial);
    if (!(table instanceof LuaTableHandle))
      throw new LuaOptionError('initial', initial, 'an object, array or Map');
    return table;
  }

  /**
   * A table to run scripts in, which see the globals named in it, and no others.
   * @throws LuaOptionError for options that are not what they must be
   */
  createEnvironment(options: EnvironmentOptions = {}): LuaTableHandle {
    return createEnvironment(this.core.state, options);
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
      this.core.state.setMetatable(table, metatable);
      table.release();
    } else if (target instanceof LuaTableHandle || isTableProxy(target)) {
      this.core.state.setMetatable(target, metatable);
    } else {
      throw new LuaOptionError('target', target, 'the name of a global table, a handle or a live table');
    }
  }

  /**
   * Lets scripts see an object as a userdata, by reference, in a global variable. Only what the options allow
   * is reached; inherited properties never are. Survives `reset`.
   * @throws LuaOptionError for what is not an object, or options that are not what they must be
   */
  setUserdata(name: string, object: object, options: UserdataOptions = {}): void {
    checkObject('options', options);
    const key = `userdata ${name}`;
    this.core.register(key, (classes) => classes.setUserdata(name, object, options), [
      [key, object],
      ...functionsIn(key, options.methods),
    ]);
  }

  /**
   * Lets scripts make and use objects of a class, through a global table with `new` and the statics.
   * Survives `reset`.
   * @throws LuaOptionError for a definition that is not what it must be
   */
  registerClass(name: string, definition: ClassDefinition): void {
    checkObject('definition', definition);
    this.core.register(`class ${name}`, (classes) => classes.registerClass(name, definition));
  }

  /** Converts objects for which `match` is true before they are passed to Lua. The first converter wins. */
  registerTypeConverter<T extends object>(
    match: (value: object) => boolean,
    convert: (value: T) => LuaInput,
  ): void {
    checkFunction('match', match);
    checkFunction('convert', convert);
    this.core.state.converters.addToLua(match, convert as (value: object) => LuaInput);
  }

  /**
   * Converts tables, once they are objects, for which `match` is true, at every depth; what `convert` returns
   * is used as it is. The first converter wins.
   */
  registerFromLuaConverter(match: (value: LuaValue) => boolean, convert: (value: LuaValue) => unknown): void {
    checkFunction('match', match);
    checkFunction('convert', convert);
    this.core.state.converters.addFromLua(match, convert);
  }

  /**
   * A coroutine (manual section 2.6).
   * @param body a Lua function, or the source of a script that returns one
   * @throws LuaOptionError if it is neither; for a script also what `executeScript` throws
   */
  createCoroutine(body: string | LuaFunction): LuaCoroutine {
    const state = this.core.state;
    const fn = typeof body === 'string' ? this.executeScript(body) : body;
    if (typeof fn !== 'function' || !holdOf(fn)) {
      throw new LuaOptionError('body', fn, 'a Lua function or the source of a script that returns one');
    }
    return state.newThread(fn as LuaFunction);
  }

  /**
   * Runs a coroutine up to its next yield or its end: `coroutine.resume(...)`.
   * @throws LuaError if it raises an error, or is not suspended
   */
  resume(coroutine: LuaCoroutine, ...args: LuaInput[]): ResumeResult {
    return checkCoroutine(coroutine).resume(...args);
  }

  /**
   * Resumes a coroutine as `resume` does, but asynchronously, as `executeScriptAsync` runs a script.
   * @returns a promise that is rejected with what `resume` throws, or with LuaStateError if the context is busy
   */
  resumeAsync(coroutine: LuaCoroutine, ...args: LuaInput[]): Promise<ResumeResult> {
    return checkCoroutine(coroutine).resumeAsync(...args);
  }

  /**
   * Ends a coroutine, running the handlers of its pending to-be-closed variables (manual section 3.3.8).
   * @throws LuaError if a handler raises one, or if it is running
   */
  close(coroutine: LuaCoroutine): void {
    checkCoroutine(coroutine).close();
  }

  /**
   * Gives up a function, handle, live table or coroutine, for Lua to collect; JavaScript's own collector does
   * so too, in its time. Once more does nothing.
   * @throws LuaConversionError if it belongs to another context
   */
  release(value: object): void {
    this.core.state.references.release(value);
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
    return this.core.state.compile(source, name, stripDebug ?? false);
  }

  /** As `compile`, for a file. @throws Error of the file system if the file cannot be read */
  compileFile(path: string, options: CompileOptions = {}): Uint8Array {
    if (typeof path !== 'string') throw new LuaOptionError('path', path, 'the name of a file');
    return this.compile(this.core.services.files.read(path), { chunkName: `@${path}`, ...options });
  }

  /**
   * The function that bytecode is (manual section 6.2, load). Its own name in messages is the one that it was
   * compiled with, if it has one.
   * @throws LuaOptionError without the option `allowBytecode: true`
   * @throws LuaSyntaxError if it is not bytecode of this engine, or damaged where that shows
   */
  loadBytecode(bytecode: Uint8Array, chunkName = '=(bytecode)'): LuaFunction {
    if (!(bytecode instanceof Uint8Array)) throw new LuaOptionError('bytecode', bytecode, 'a Uint8Array');
    if (typeof chunkName !== 'string') throw new LuaOptionError('chunkName', chunkName, 'a string');
    if (!this.core.options.allowBytecode) {
      throw new LuaOptionError(
        'allowBytecode',
        false,
        'true for loadBytecode: Lua does not verify bytecode, so load it only from a source that you trust',
      );
    }
    return this.core.state.loadBytecode(bytecode, chunkName);
  }

  /**
   * A module for `require` (manual section 6.4), ahead of any file. Survives `reset`. Where scripts have no
   * library package they get `require`, and a `package` with `loaded` and `preload`.
   * @param module its value, converted when it is first required, or a function that is then called with the
   *   name and returns it
   * @throws LuaOptionError for a name or a value that no module can have
   */
  registerModule(name: string, module: LuaModule): void {
    this.core.services.modules.register(name, module);
    this.core.openDoor(`module ${name}`, Door.modules, functionsIn(`module ${name}`, module));
  }

  /**
   * Where `require` looks for files: a path of the machine with `?` for the module's name. What precedes the
   * first `?` names the folder, out of which no name and no link leads. Survives `reset`.
   * @throws LuaOptionError if there is no `?` in it
   */
  addSearchPath(template: string): void {
    this.core.services.modules.addSearchPath(template);
    this.core.openDoor('search paths', Door.modules);
  }

  /** Asks for modules that are not registered, before the search paths. Survives `reset`. */
  addSearcher(searcher: ModuleSearcher): void {
    checkFunction('searcher', searcher);
    this.core.services.modules.addSearcher(searcher);
    this.core.openDoor('searchers', Door.modules);
  }

  /** Where `print`, and `io.write` by lines, write from now on; null for standard output. Survives `reset`. */
  setPrintHandler(handler: PrintHandler | null): void {
    this.core.services.streams.setPrintHandler(checkHandler(handler));
  }

  /**
   * Where `print` and `io.write` write from now on, as it is rather than line by line; null for the print handler
   * again. Survives `reset`.
   */
  setOutputHandler(handler: OutputHandler | null): void {
    this.core.services.streams.outputHandler = checkHandler(handler);
  }

  /**
   * Where `io.read` reads what is not a file's; null for an empty input, which is the default. Where scripts have
   * no library io they get an `io` with `read` alone. Survives `reset`.
   */
  setReadHandler(handler: ReadHandler | null): void {
    this.core.services.streams.readHandler = checkHandler(handler);
    if (handler) this.core.openDoor('read handler', Door.input);
  }

  /**
   * How `executeFile`, `compileFile`, `dofile`, `loadfile` and the search paths of `require` read files, instead
   * of from mounts and the machine; null to undo that. Scripts without `dofile` and `loadfile` get them.
   * Survives `reset`.
   */
  setFileReader(reader: FileReader | null): void {
    this.core.services.files.reader = checkHandler(reader);
    this.core.openDoor('file reader', reader ? Door.reader : Door.noReader);
  }

  /** What the last execution used; while one is under way, what it has used so far. */
  get usage(): Usage {
    return this.core.state.governor.usage;
  }

  /**
   * The profile of the last execution with `enableProfiling`: written as JSON to a file named `*.cpuprofile` it
   * opens in Chrome's developer tools and in VS Code. undefined where there was no such execution.
   */
  get cpuProfile(): CpuProfile | undefined {
    return this.core.state.governor.profile;
  }

  /** Bytes of Lua heap in use, collectable garbage included. */
  getMemoryUsage(): number {
    return this.core.state.memoryUsed;
  }

  /** What this context is, what it may use, and what it uses now. */
  info(): LuaInfo {
    return describeState(this.core.state, this.core.options);
  }

  /**
   * Controls the garbage collector as `collectgarbage` does (manual section 6.2), with the same results:
   * - `'collect'` runs a full cycle, finalizers included; 0.
   * - `'stop'`, `'restart'`: collection only when asked for, or when memory runs out; 0.
   * - `'count'`: the Lua heap in units of 1,024 bytes.
   * - `'step'`: one step of at least `size` bytes (0: a basic step); whether it finished a cycle.
   * - `'isrunning'`: whether it is not stopped.
   * - `'incremental'`, `'generational'` change the mode; the previous one.
   * - `'param'` reads, and with a value sets, a parameter of the collector; the previous value.
   * @throws LuaOptionError for an unknown command or a bad argument
   * @throws LuaStateError inside a finalizer, where Lua does not allow it (but for `'count'`)
   */
  gc(command: 'collect' | 'stop' | 'restart' | 'count'): number;
  gc(command: 'isrunning'): boolean;
  gc(command: 'step', size?: number): boolean;
  gc(command: 'incremental' | 'generational'): GcMode;
  gc(command: 'param', parameter: GcParameter, value?: number): number;
  gc(command: GcCommand, ...args: readonly unknown[]): number | boolean | GcMode {
    return controlCollector(this.core.state, command, args);
  }

  /**
   * Has a function called at events of scripts (manual section 4.7): in all coroutines, from now on, and after
   * a `reset` as well. It takes the place of an earlier one. While it runs it is not called itself. What it throws
   * ends the execution, which no script can prevent, and arrives as it was thrown.
   * @throws LuaOptionError unless the options ask for at least one event
   */
  setHook(callback: HookCallback, options: HookOptions): void {
    const state = this.core.state;
    state.hook.set(callback, options);
    state.installHook();
  }

  /** Takes the function away that `setHook` set, if any. */
  removeHook(): void {
    const state = this.core.state;
    state.hook.remove();
    state.installHook();
  }

  /**
   * The functions that are active, the innermost first, through all coroutines that wait for one another. For
   * hooks and host functions, which are the first themselves; else there are none.
   * @param limit how many at most; 200 unless it is given
   * @throws LuaOptionError if it is not an integer from 0 up
   */
  getStack(limit = 200): readonly StackFrame[] {
    return readStack(this.core.state, limit);
  }

  /**
   * The local variables that are in scope in an active function, in the order of their declarations, so that of
   * two of one name the last is the visible one; after them the values of `...`.
   * @param level the function's index in what `getStack` returns
   * @throws LuaOptionError if there is no such function
   */
  getLocals(level: number): readonly LocalVariable[] {
    return readLocals(this.core.state, level);
  }

  /**
   * Ends the execution under way, if there is one, with `LuaLimitError` (`'aborted'`): for host functions that
   * want to end the script that called them.
   */
  cancel(): void {
    const state = this.core.state;
    if (state.isRunning) state.cancel();
  }

  /** Whether an execution is under way, be it running or suspended. */
  isBusy(): boolean {
    return this.core.state.isRunning;
  }

  /**
   * A copy of the whole state: everything that scripts made, suspended coroutines included. It takes time and
   * memory for what Lua has in use, and no more.
   * @throws LuaStateError while a script is running
   */
  snapshot(): Snapshot {
    return new Snapshot(copyOf(this.core.copyable('be copied')));
  }

  /**
   * Everything in Lua as it was when the snapshot was taken, `math.random` included. What JavaScript holds of the
   * present state no longer works. One that was taken in another context, or read from bytes, finds the functions,
   * objects and classes of the host by their names in this context.
   * @throws LuaStateError while a script is running
   * @throws LuaSnapshotError if it does not fit this context, which is left as it was
   */
  restore(snapshot: Snapshot): void {
    this.core.restore(contentOf(snapshot));
  }

  /**
   * A new context with a copy of this one's state, and the same options, functions and objects of the host. From
   * then on neither sees the other. `math.random` starts from a new seed, unless the option `seed` was given.
   * @throws LuaStateError while a script is running
   */
  fork(): LuaContext {
    return new LuaContext(this.core.fork());
  }

  /**
   * Back to a fresh state with the same globals, userdata, classes, converters, debug hook and options. What scripts
   * did is gone, and what JavaScript still holds of the old state no longer works.
   * @throws LuaStateError while a script is running
   */
  reset(): void {
    this.core.idleState('be reset');
    this.core.rebuild();
  }

  /**
   * Gives the state's memory up. Every later call of the context or of its values fails.
   * @throws LuaStateError while a script is running
   */
  dispose(): void {
    this.core.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal */
  receiveShared(name: string, value: object): 'busy' | 'disposed' | undefined {
    return this.core.receiveShared(name, value);
  }

  /** Userdata and classes do not survive the next reset. @internal */
  forgetUserdata(): void {
    this.core.forgetUserdata();
  }

  private run(source: string | Uint8Array, defaultName: string, options: ExecutionOptions): LuaResult {
    checkExecutionOptions(options);
    const state = this.core.state;
    if (state.isRunning) refuseOwnBudget(options);
    const limits = resolveExecutionLimits(this.core.options.limits, options);
    return state.run(chunkOf(source, defaultName, options), limits, options.signal);
  }

  private async runAsync(
    source: string | Uint8Array,
    defaultName: string,
    options: AsyncExecutionOptions,
  ): Promise<LuaResult> {
    const sliceMs = checkAsyncOptions(options);
    const limits = resolveExecutionLimits(this.core.options.limits, options);
    const chunk = chunkOf(source, defaultName, options);
    return this.core.state.runAsync(chunk, { limits, signal: options.signal, sliceMs });
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
