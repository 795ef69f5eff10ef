import type { Buffer } from 'node:buffer';
import type { LuaInput as Input, LuaFunction as LuaFunctionInside } from '../bridge/values.ts';
import { ContextCore } from '../context/context-core.ts';
import { LuaContext as Context } from '../context/lua-context.ts';
import { resolveContextOptions } from '../context/options.ts';
import { checkPath, checkScript, chunkNameOf, isFunction, isObject, need } from './arguments.ts';
import { callAsync } from './call-async.ts';
import { propertiesOf } from './callbacks.ts';
import { controlCollector } from './collector.ts';
import { compiled, compileOptionsOf } from './compiling.ts';
import { InputConversion } from './conversion.ts';
import { createCoroutine } from './coroutine-body.ts';
import { nativeDialect } from './dialect.ts';
import { environmentOptionsOf, executeIn } from './environment.ts';
import { type Subject, translated } from './errors.ts';
import { FileReader } from './file-reader.ts';
import { sealFiles } from './filesystem.ts';
import { callGlobal, getGlobal, globalHandle, setGlobal } from './globals.ts';
import { setHook } from './hook.ts';
import { HostFunctions } from './host-function.ts';
import { describe } from './info.ts';
import { Input as InputStream } from './input.ts';
import { readLocals, readStack } from './inspection.ts';
import { sealBase } from './libraries.ts';
import { setMetatable } from './metatable.ts';
import { Modules } from './modules.ts';
import { type ResolvedInitOptions, resolveInitOptions } from './options.ts';
import { Output } from './output.ts';
import { checkCoroutine, isHeld, release, subjectOf } from './references.ts';
import { Session } from './session.ts';
import { isBytecode, readSource } from './source-file.ts';
import { NativeTableHandle } from './table-handle.ts';
import type * as T from './types.ts';
import { Userdata } from './userdata.ts';

type Result = T.LuaValue | T.LuaValue[];

/** A context of lua-native, on a LuaContext (docs/migrating-from-lua-native.md). */
export class NativeContext implements T.LuaContext {
  private readonly session = new Session();
  private readonly hostFunctions = new HostFunctions(this.session);
  private readonly options: ResolvedInitOptions;
  private readonly callbacks: T.LuaCallbacks;
  private readonly hasCallbacks: boolean;
  private readonly conversion: InputConversion;
  private readonly output = new Output(this.session);
  private readonly input = new InputStream(this.session);
  private readonly files = new FileReader(this.session);
  private readonly modules: Modules;
  private readonly userdata = new Userdata(this.hostFunctions);
  private hasHook = false;
  private fromLuaConverters = 0;

  constructor(callbacks?: T.LuaCallbacks | null, options: T.LuaInitOptions | null = {}) {
    this.callbacks = propertiesOf(callbacks);
    this.hasCallbacks = isObject(callbacks);
    this.options = resolveInitOptions(isObject(options) ? options : {});
    this.modules = new Modules(this.options, this.session, this.hostFunctions);
    this.conversion = new InputConversion(this.session, this.options.keepsKeys);
    const resolved = {
      ...resolveContextOptions(this.options.context),
      dialect: nativeDialect(this.session, this.hostFunctions),
    };
    this.session.core = translated(() => new ContextCore(resolved, {}), { name: 'value' });
    this.session.lua = new Context(this.session.core);
    this.enter((lua) => {
      lua.registerTypeConverter(() => true, this.conversion.adapt);
      this.setUp(lua);
      if (this.options.print) this.output.install(lua, this.options.print);
    });
    for (const [name, table] of Object.entries(this.options.shared)) table.subscribe(this, name);
  }

  execute_script<R extends Result = T.LuaValue>(script: string, options?: T.ChunkNameOptions): R {
    checkScript(script);
    const named = chunkNameOf('execute_script', options);
    return this.enter((lua) => lua.executeScript<R>(script, named));
  }

  execute_file<R extends Result = T.LuaValue>(filepath: string): R {
    checkScript(filepath);
    return this.enter((lua) => {
      const source = readSource(filepath);
      if (isBytecode(source)) return this.loadCode(lua, source, `@${filepath}`)() as R;
      return lua.executeScript<R>(source, { chunkName: `@${filepath}` });
    });
  }

  execute_script_in<R extends Result = T.LuaValue>(
    env: T.LuaEnvironment | T.LuaTableHandle,
    script: string,
    options?: T.ChunkNameOptions,
  ): R {
    need(
      typeof script === 'string',
      'execute_script_in(env, script) requires an environment and a script string',
    );
    const named = chunkNameOf('execute_script_in', options);
    return this.enter((lua) => executeIn<R>(lua, env, script, named), { name: 'environment' });
  }

  execute_script_async<R extends Result = T.LuaValue>(
    script: string,
    options?: T.ChunkNameOptions,
  ): Promise<R> {
    checkScript(script);
    const named = chunkNameOf('execute_script_async', options);
    return this.session.start('worker', 'execute_script_async', (lua) =>
      lua.executeScriptAsync<R>(script, named),
    );
  }

  execute_file_async<R extends Result = T.LuaValue>(filepath: string): Promise<R> {
    checkScript(filepath);
    return this.session.start('worker', 'execute_file_async', async (lua) => {
      const source = readSource(filepath);
      if (isBytecode(source)) return lua.callAsync<R>(this.loadCode(lua, source, `@${filepath}`));
      return lua.executeScriptAsync<R>(source, { chunkName: `@${filepath}` });
    });
  }

  execute_async<R extends Result = T.LuaValue>(script: string, options?: T.ChunkNameOptions): Promise<R> {
    checkScript(script);
    const named = chunkNameOf('execute_async', options);
    return this.session.start('main', 'execute_async', (lua) => lua.executeScriptAsync<R>(script, named));
  }

  call<R extends Result = T.LuaValue>(name: string, ...args: T.LuaInput[]): R {
    need(typeof name === 'string', 'call(name, ...args) requires a string name');
    checkPath(name);
    return this.enter(() => callGlobal(this.session.core, name, args as Input[]) as R, subjectOf(...args));
  }

  call_async<R extends Result = T.LuaValue>(
    nameOrFn: string | T.LuaFunction,
    ...args: T.LuaInput[]
  ): Promise<R> {
    need(
      typeof nameOrFn === 'string' || isFunction(nameOrFn),
      'call_async(nameOrFn, ...args) requires a global name or a Lua function',
    );
    const isHost = (fn: unknown) => this.hostFunctions.has(fn);
    need(
      typeof nameOrFn === 'string' || isHeld(nameOrFn) || isHost(nameOrFn),
      'call_async() accepts a global name or a Lua function; a plain JavaScript function is not callable in Lua',
    );
    return this.session.start(
      'main',
      'call_async',
      () =>
        callAsync(
          this.session,
          nameOrFn as string | LuaFunctionInside,
          args as Input[],
          isHost,
        ) as Promise<R>,
      { name: 'Lua function' },
    );
  }

  pcall(fn: T.LuaFunction | ((...args: T.LuaInput[]) => unknown), ...args: T.LuaInput[]): T.PcallResult {
    need(isFunction(fn), 'pcall(fn, ...args) requires a function as the first argument');
    this.enter(() => {}); // it must be open, and free
    try {
      return { ok: true, value: fn(...args) as Result };
    } catch (error) {
      return { ok: false, error };
    }
  }

  cancel(): void {
    this.session.cancel();
  }

  is_busy(): boolean {
    return this.session.run !== undefined;
  }

  set_global(...args: [name: string, value: T.LuaInput | T.LuaCallback]): void {
    const [name, value] = args;
    need(typeof name === 'string' && args.length > 1, 'Expected string name as first argument');
    checkPath(name);
    if (!name.includes('.')) this.hostFunctions.name(value, name);
    this.enter(() => setGlobal(this.session.core, name, value as Input), subjectOf(value));
  }

  get_global(name: string): T.LuaValue {
    need(typeof name === 'string', 'Expected string name as first argument');
    checkPath(name);
    return this.enter(() => getGlobal(this.session.core, name) as T.LuaValue);
  }

  get_global_ref(name: string): NativeTableHandle {
    need(typeof name === 'string', 'get_global_ref() requires a string name');
    return this.enter(() => globalHandle(this.session, name));
  }

  create_table(initial?: { [key: string]: T.LuaInput } | T.LuaInput[] | null): NativeTableHandle {
    const entries = initial ?? {};
    need(typeof entries === 'object', 'create_table() argument must be an object or array');
    return this.enter((lua) => {
      const table = this.conversion.asTable(entries, (value) => lua.createTable(value));
      return new NativeTableHandle(this.session, table);
    });
  }

  create_environment(options?: T.EnvironmentOptions): NativeTableHandle {
    const wanted = environmentOptionsOf(options);
    return this.enter((lua) => new NativeTableHandle(this.session, lua.createEnvironment(wanted)));
  }

  set_metatable(target: string | T.LuaTableHandle | T.LuaTableRef, metatable: T.MetatableDefinition): void {
    this.enter(() => setMetatable(this.session, this.hostFunctions, target, metatable), {
      name: 'table handle',
    });
  }

  set_userdata(name: string, value: object, options?: T.UserdataOptions): void {
    this.enter((lua) => this.userdata.set(lua, name, value, options));
  }

  register_class(name: string, definition: T.ClassDefinition): void {
    this.enter((lua) => this.userdata.register(lua, name, definition));
  }

  // biome-ignore lint/suspicious/noExplicitAny: what `match` has chosen
  register_type_converter(match: (value: unknown) => boolean, convert: (value: any) => T.LuaValue): void {
    need(
      isFunction(match) && isFunction(convert),
      'register_type_converter(match, convert) requires two functions',
    );
    this.enter(() => this.conversion.converters.push({ match, convert }));
  }

  // biome-ignore lint/suspicious/noExplicitAny: what `match` has chosen
  register_from_lua_converter(match: (value: unknown) => boolean, convert: (value: any) => unknown): void {
    need(
      isFunction(match) && isFunction(convert),
      'register_from_lua_converter(match, convert) requires two functions',
    );
    this.enter((lua) => {
      lua.registerFromLuaConverter(
        (value) => this.session.convert(() => match(value)),
        (value) => this.session.convert(() => convert(value)),
      );
    });
    this.fromLuaConverters++;
  }

  register_module(name: string, module: T.LuaTable | T.LuaCallbacks): void {
    this.enter((lua) => this.modules.register(lua, name, module, this.conversion));
  }

  add_search_path(path: string): void {
    this.enter((lua) => this.modules.addSearchPath(lua, path));
  }

  add_searcher(searcher: (name: string) => string | null | undefined): void {
    this.enter((lua) => this.modules.addSearcher(lua, searcher));
  }

  create_coroutine(body: string | T.LuaFunction, options?: T.ChunkNameOptions): T.LuaCoroutine {
    need(
      typeof body === 'string' || isFunction(body),
      'Expected a script string that returns a function, or a Lua function',
    );
    const named = chunkNameOf('create_coroutine', options);
    const create = (lua: Context) => createCoroutine(lua, body, named, this.hostFunctions);
    return this.enter(create, { name: 'Lua function' });
  }

  resume(coroutine: T.LuaCoroutine, ...args: T.LuaInput[]): T.CoroutineResult {
    const demand = 'Expected a coroutine object as first argument';
    return checkCoroutine(demand, coroutine).step(this.session, args as Input[]);
  }

  resume_async(coroutine: T.LuaCoroutine, ...args: T.LuaInput[]): Promise<T.CoroutineResult> {
    const demand = 'resume_async(coroutine, ...args) requires a coroutine object';
    return checkCoroutine(demand, coroutine).stepAsync(this.session, args as Input[]);
  }

  close(coroutine: T.LuaCoroutine): void {
    this.session.checkOpen();
    checkCoroutine('close(coroutine) requires a coroutine object', coroutine).closeIn(this.session);
  }

  release(value: T.LuaFunction | T.LuaCoroutine | T.LuaTableRef | T.LuaTableHandle): void {
    this.enter(() => release(this.session, value, this.hostFunctions));
  }

  compile(script: string, options?: T.CompileOptions): Buffer {
    checkScript(script);
    const wanted = compileOptionsOf('compile', options);
    return this.enter((lua) => compiled(lua, script, wanted));
  }

  compile_file(filepath: string, options?: T.CompileOptions): Buffer {
    checkScript(filepath);
    const wanted = { chunkName: `@${filepath}`, ...compileOptionsOf('compile_file', options) };
    return this.enter((lua) => {
      const source = readSource(filepath);
      if (isBytecode(source)) this.checkBytecode();
      return compiled(lua, source, wanted);
    });
  }

  load_bytecode<R extends Result = T.LuaValue>(bytecode: Buffer, chunkName?: string): R {
    need(bytecode instanceof Uint8Array, 'Expected Buffer argument');
    const name = typeof chunkName === 'string' ? chunkName : 'bytecode';
    return this.enter((lua) => {
      this.checkBytecode();
      if (bytecode.length === 0) throw new Error('Bytecode cannot be empty');
      return this.loadCode(lua, bytecode, name)() as R;
    });
  }

  set_print_handler(handler?: ((text: string) => void) | null): void {
    this.enter((lua) => this.output.install(lua, isFunction(handler) ? handler : undefined));
  }

  set_read_handler(handler?: ReadHandler | null): boolean {
    return this.enter((lua) => this.input.install(lua, isFunction(handler) ? handler : undefined));
  }

  set_file_reader(reader?: ((path: string) => string | null | undefined) | null): void {
    this.enter((lua) => this.files.install(lua, isFunction(reader) ? reader : undefined));
  }

  set_hook(callback: T.LuaHookCallback, options: T.HookOptions): void {
    this.enter((lua) => setHook(this.session, lua, callback, options));
    this.hasHook = true;
  }

  remove_hook(): void {
    this.enter((lua) => lua.removeHook());
    this.hasHook = false;
  }

  get_stack(options?: { maxLevels?: number }): T.LuaStackFrame[] {
    return this.enter((lua) => readStack(lua, options));
  }

  get_locals(level: number): { name: string; value: T.LuaValue }[] {
    return this.enter((lua) => readLocals(lua, level));
  }

  get_memory_usage(): number {
    return this.enter((lua) => lua.getMemoryUsage());
  }

  info(): T.LuaStateInfo {
    return this.enter((lua) => describe(lua, this.options, this.counts()));
  }

  gc(command: 'collect' | 'stop' | 'restart'): void;
  gc(command: 'count'): number;
  gc(command: 'isrunning'): boolean;
  gc(command: 'step', stepSize?: number): boolean;
  gc(command: 'incremental' | 'generational'): T.LuaGCMode;
  gc(command: 'param', name: T.LuaGCParam, value?: number): number;
  // biome-ignore lint/suspicious/noExplicitAny: the overloads above say what it is
  gc(command: string, ...args: unknown[]): any {
    return this.enter((lua) => controlCollector(lua, command, args));
  }

  reset(): void {
    this.session.checkFree('reset');
    this.enter((lua) => {
      lua.forgetUserdata();
      lua.reset();
      this.userdata.forget();
      this.hostFunctions.forget();
      this.setUp(lua);
    });
  }

  dispose(): void {
    if (this.session.isClosed) return;
    this.session.checkFree('dispose');
    this.enter((lua) => lua.dispose());
    this.session.isClosed = true;
  }

  /** What a state has besides its libraries, whenever it is new. */
  private setUp(lua: Context): void {
    if (this.options.isSandbox) sealBase(lua);
    if (this.options.deniesFiles) sealFiles(lua, this.options.libraries);
    this.files.begin(lua);
    this.output.begin(lua);
    for (const [name, value] of Object.entries(this.callbacks)) {
      this.hostFunctions.name(value, name);
      if (name !== 'print' || !this.output.isRedirected) this.session.core.state.setGlobal([name], value);
    }
    this.input.begin(lua);
    this.modules.begin(lua);
    for (const [name, table] of Object.entries(this.options.shared))
      setGlobal(this.session.core, name, table.value as Input);
  }

  private enter<R>(work: (lua: Context) => R, subject?: Subject): R {
    return this.session.enter(work, subject);
  }

  private checkBytecode(): void {
    if (!this.options.allowBytecode) {
      throw new Error('bytecode loading is disabled in this context');
    }
  }

  private loadCode(lua: Context, code: Uint8Array, chunkName: string): LuaFunctionInside {
    this.checkBytecode();
    return lua.loadBytecode(code, chunkName);
  }

  private counts(): Omit<T.BindingRefCounts, 'total'> {
    const handlers = [this.output.isRedirected, this.input.isRedirected, this.files.isSet, this.hasHook];
    return {
      callbacks: this.hostFunctions.count + this.modules.searcherCount,
      ...this.userdata.counts,
      errorRegistry: 0,
      typeConverters: this.conversion.converters.length,
      fromLuaConverters: this.fromLuaConverters,
      searchers: this.modules.searcherCount,
      sharedTables: Object.keys(this.options.shared).length,
      handlers: handlers.filter(Boolean).length,
      asyncRefs: 0,
      callbacksObject: this.hasCallbacks ? 1 : 0,
    };
  }
}

type ReadHandler = NonNullable<Parameters<T.LuaContext['set_read_handler']>[0]>;
