import type { Buffer } from 'node:buffer';
import { holdOf } from '../bridge/references.ts';
import type { HostFunction, LuaInput as Input, LuaFunction as LuaFunctionInside } from '../bridge/values.ts';
import { ContextCore } from '../context/context-core.ts';
import { LuaContext as Context } from '../context/lua-context.ts';
import { resolveContextOptions } from '../context/options.ts';
import { checkCallable, checkPath, checkRecord, checkString, chunkNameOf } from './arguments.ts';
import { callAsync } from './call-async.ts';
import { controlCollector } from './collector.ts';
import { compiled } from './compiling.ts';
import { InputConversion } from './conversion.ts';
import { nativeDialect } from './dialect.ts';
import { FileReader } from './file-reader.ts';
import { sealFiles } from './filesystem.ts';
import { setHook } from './hook.ts';
import { describe } from './info.ts';
import { Input as InputStream } from './input.ts';
import { readLocals, readStack } from './inspection.ts';
import { sealBase } from './libraries.ts';
import { Modules } from './modules.ts';
import { type ResolvedInitOptions, resolveInitOptions } from './options.ts';
import { Output } from './output.ts';
import { checkCoroutine, globalTable, isHeld, isProxy, subjectOf } from './references.ts';
import { Session } from './session.ts';
import { isBytecode, readSource } from './source-file.ts';
import { NativeTableHandle } from './table-handle.ts';
import type * as T from './types.ts';
import { Userdata } from './userdata.ts';

type Result = T.LuaValue | T.LuaValue[];

/** A context of lua-native, on a LuaContext (docs/migrating-from-lua-native.md). */
export class NativeContext implements T.LuaContext {
  private readonly session = new Session();
  private readonly options: ResolvedInitOptions;
  private readonly callbacks: T.LuaCallbacks;
  private readonly conversion: InputConversion;
  private readonly output = new Output();
  private readonly input = new InputStream();
  private readonly files = new FileReader();
  private readonly modules: Modules;
  private readonly userdata = new Userdata();
  private hasHook = false;
  private fromLuaConverters = 0;

  constructor(callbacks: T.LuaCallbacks | null = {}, options: T.LuaInitOptions | null = {}) {
    checkRecord('init', 'callbacks', callbacks ?? {});
    checkRecord('init', 'options', options ?? {});
    this.callbacks = { ...callbacks };
    this.options = resolveInitOptions(options ?? {});
    this.modules = new Modules(this.options);
    this.conversion = new InputConversion(this.session, this.options.keepsKeys);
    const resolved = { ...resolveContextOptions(this.options.context), dialect: nativeDialect(this.session) };
    this.session.lua = this.session.translated(() => new Context(new ContextCore(resolved, {})));
    this.enter((lua) => {
      lua.registerTypeConverter(() => true, this.conversion.adapt);
      this.setUp(lua);
      if (this.options.print) this.output.install(lua, this.options.print);
    });
    for (const [name, table] of Object.entries(this.options.shared)) table.subscribe(this, name);
  }

  get isDisposed(): boolean {
    return this.session.isClosed;
  }

  execute_script<R extends Result = T.LuaValue>(script: string, options?: T.ChunkNameOptions): R {
    checkString('execute_script', 'script', script);
    return this.enter((lua) => lua.executeScript<R>(script, chunkNameOf(options)));
  }

  execute_file<R extends Result = T.LuaValue>(filepath: string): R {
    checkString('execute_file', 'path', filepath);
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
    checkString('execute_script_in', 'script', script);
    return this.enter((lua) => {
      if (env instanceof NativeTableHandle)
        return lua.executeScriptIn<R>(env.handle, script, chunkNameOf(options));
      if (!isProxy(env))
        throw new TypeError('execute_script_in expects a table reference as its environment');
      const handle = lua.createTable(env as object as Input); // the very table
      try {
        return lua.executeScriptIn<R>(handle, script, chunkNameOf(options));
      } finally {
        handle.release();
      }
    }, 'table handle');
  }

  execute_script_async<R extends Result = T.LuaValue>(
    script: string,
    options?: T.ChunkNameOptions,
  ): Promise<R> {
    checkString('execute_script_async', 'script', script);
    const named = chunkNameOf(options);
    return this.session.start('worker', 'execute_script_async', (lua) =>
      lua.executeScriptAsync<R>(script, named),
    );
  }

  execute_file_async<R extends Result = T.LuaValue>(filepath: string): Promise<R> {
    checkString('execute_file_async', 'path', filepath);
    return this.session.start('worker', 'execute_file_async', async (lua) => {
      const source = readSource(filepath);
      if (isBytecode(source)) return lua.callAsync<R>(this.loadCode(lua, source, `@${filepath}`));
      return lua.executeScriptAsync<R>(source, { chunkName: `@${filepath}` });
    });
  }

  execute_async<R extends Result = T.LuaValue>(script: string, options?: T.ChunkNameOptions): Promise<R> {
    checkString('execute_async', 'script', script);
    const named = chunkNameOf(options);
    return this.session.start('main', 'execute_async', (lua) => lua.executeScriptAsync<R>(script, named));
  }

  call<R extends Result = T.LuaValue>(name: string, ...args: T.LuaInput[]): R {
    checkPath('call', name);
    return this.enter((lua) => lua.call<R>(name, ...(args as Input[])), subjectOf(...args));
  }

  call_async<R extends Result = T.LuaValue>(
    nameOrFn: string | T.LuaFunction,
    ...args: T.LuaInput[]
  ): Promise<R> {
    if (typeof nameOrFn === 'string') checkPath('call_async', nameOrFn);
    else checkCallable('call_async', 'function', nameOrFn);
    return this.session.start(
      'main',
      'call_async',
      (lua) => callAsync(lua, nameOrFn as string | LuaFunctionInside, args as Input[]) as Promise<R>,
      'Lua function',
    );
  }

  pcall(fn: T.LuaFunction | ((...args: T.LuaInput[]) => unknown), ...args: T.LuaInput[]): T.PcallResult {
    checkCallable('pcall', 'function', fn);
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

  set_global(name: string, value: T.LuaInput | T.LuaCallback): void {
    checkPath('set_global', name);
    this.enter((lua) => lua.setGlobal(name, value as Input), subjectOf(value));
  }

  get_global(name: string): T.LuaValue {
    checkPath('get_global', name);
    return this.enter((lua) => lua.getGlobal(name));
  }

  get_global_ref(name: string): NativeTableHandle {
    checkPath('get_global_ref', name);
    return this.enter((lua) => new NativeTableHandle(this.session, globalTable(lua, name)));
  }

  create_table(initial: { [key: string]: T.LuaInput } | T.LuaInput[] = {}): NativeTableHandle {
    checkRecord('create_table', 'initial value', initial);
    return this.enter((lua) => {
      const table = this.conversion.asTable(initial, (value) => lua.createTable(value));
      return new NativeTableHandle(this.session, table);
    });
  }

  create_environment(options?: T.EnvironmentOptions): NativeTableHandle {
    if (options !== undefined) checkRecord('create_environment', 'options', options);
    const { whitelist = [], inherit = false } = options ?? {};
    if (!Array.isArray(whitelist))
      throw new TypeError('create_environment: whitelist must be an array of names');
    return this.enter((lua) => {
      return new NativeTableHandle(this.session, lua.createEnvironment({ whitelist, inherit }));
    });
  }

  set_metatable(target: string | T.LuaTableHandle | T.LuaTableRef, metatable: T.MetatableDefinition): void {
    checkRecord('set_metatable', 'metatable', metatable);
    const fields = metatable as Readonly<Record<string, Input>>;
    this.enter((lua) => {
      if (typeof target === 'string') {
        const table = globalTable(lua, target);
        lua.setMetatable(table, fields);
        table.release();
      } else if (target instanceof NativeTableHandle) lua.setMetatable(target.handle, fields);
      else if (isProxy(target)) lua.setMetatable(target, fields);
      else throw new TypeError('set_metatable expects the name of a global table or a table reference');
    }, 'table handle');
  }

  set_userdata(name: string, value: object, options: T.UserdataOptions = {}): void {
    this.enter((lua) => this.userdata.set(lua, name, value, options));
  }

  register_class(name: string, definition: T.ClassDefinition): void {
    this.enter((lua) => this.userdata.register(lua, name, definition));
  }

  // biome-ignore lint/suspicious/noExplicitAny: what `match` has chosen
  register_type_converter(match: (value: unknown) => boolean, convert: (value: any) => T.LuaValue): void {
    checkCallable('register_type_converter', 'match', match);
    checkCallable('register_type_converter', 'convert', convert);
    this.enter(() => this.conversion.converters.push({ match, convert }));
  }

  // biome-ignore lint/suspicious/noExplicitAny: what `match` has chosen
  register_from_lua_converter(match: (value: unknown) => boolean, convert: (value: any) => unknown): void {
    checkCallable('register_from_lua_converter', 'match', match);
    checkCallable('register_from_lua_converter', 'convert', convert);
    this.enter((lua) => {
      lua.registerFromLuaConverter(
        (value) => this.session.convert(() => match(value)),
        (value) => this.session.convert(() => convert(value)),
      );
    });
    this.fromLuaConverters++;
  }

  register_module(name: string, module: T.LuaTable | T.LuaCallbacks): void {
    this.enter((lua) => this.modules.register(lua, name, module));
  }

  add_search_path(path: string): void {
    this.enter((lua) => this.modules.addSearchPath(lua, path));
  }

  add_searcher(searcher: (name: string) => string | null | undefined): void {
    this.enter((lua) => this.modules.addSearcher(lua, searcher));
  }

  create_coroutine(body: string | T.LuaFunction, options?: T.ChunkNameOptions): T.LuaCoroutine {
    return this.enter((lua) => {
      const fn = typeof body === 'string' ? lua.executeScript(body, chunkNameOf(options)) : body;
      if (typeof fn !== 'function' || !holdOf(fn)) {
        throw new TypeError('create_coroutine expects a Lua function, or a script that returns one');
      }
      return lua.createCoroutine(fn as LuaFunctionInside) as unknown as T.LuaCoroutine;
    }, 'Lua function');
  }

  resume(coroutine: T.LuaCoroutine, ...args: T.LuaInput[]): T.CoroutineResult {
    return checkCoroutine('resume', coroutine).step(args as Input[]);
  }

  resume_async(coroutine: T.LuaCoroutine, ...args: T.LuaInput[]): Promise<T.CoroutineResult> {
    return checkCoroutine('resume_async', coroutine).stepAsync(args as Input[]);
  }

  close(coroutine: T.LuaCoroutine): void {
    this.session.checkOpen();
    checkCoroutine('close', coroutine).close();
  }

  release(value: T.LuaFunction | T.LuaCoroutine | T.LuaTableRef | T.LuaTableHandle): void {
    this.enter((lua) => {
      if (value instanceof NativeTableHandle) lua.release(value.handle);
      else if (isHeld(value)) lua.release(value);
      else throw new TypeError('release: the value holds no Lua reference');
      if (value instanceof NativeTableHandle) value.release();
    }, subjectOf(value));
  }

  compile(script: string, options?: T.CompileOptions): Buffer {
    checkString('compile', 'script', script);
    return this.enter((lua) => compiled(lua, script, { ...options, ...chunkNameOf(options) }));
  }

  compile_file(filepath: string, options?: T.CompileOptions): Buffer {
    checkString('compile_file', 'path', filepath);
    const named = { chunkName: `@${filepath}`, ...chunkNameOf(options) };
    return this.enter((lua) => {
      const source = readSource(filepath);
      if (isBytecode(source)) this.checkBytecode();
      return compiled(lua, source, { ...options, ...named });
    });
  }

  load_bytecode<R extends Result = T.LuaValue>(bytecode: Buffer, chunkName = 'bytecode'): R {
    if (!(bytecode instanceof Uint8Array)) throw new TypeError('load_bytecode expects a Buffer');
    checkString('load_bytecode', 'chunk name', chunkName);
    this.checkBytecode();
    return this.enter((lua) => this.loadCode(lua, bytecode, chunkName)() as R);
  }

  set_print_handler(handler?: ((text: string) => void) | null): void {
    if (handler) checkCallable('set_print_handler', 'handler', handler);
    this.enter((lua) => this.output.install(lua, handler ?? undefined));
  }

  set_read_handler(handler?: ReadHandler | null): boolean {
    if (handler) checkCallable('set_read_handler', 'handler', handler);
    return this.enter((lua) => this.input.install(lua, handler ?? undefined));
  }

  set_file_reader(reader?: ((path: string) => string | null | undefined) | null): void {
    if (reader) checkCallable('set_file_reader', 'reader', reader);
    this.enter((lua) => this.files.install(lua, reader ?? undefined));
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
    return this.enter((lua) => readStack(lua, options?.maxLevels ?? 200));
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
    this.session.checkOpen();
    this.session.checkFree('reset');
    this.enter((lua) => {
      lua.forgetUserdata();
      lua.reset();
      this.userdata.forget();
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
      if (name !== 'print' || !this.output.isRedirected) lua.setGlobal(name, value as HostFunction);
    }
    this.input.begin(lua);
    this.modules.begin(lua);
    for (const [name, table] of Object.entries(this.options.shared))
      lua.setGlobal(name, table.value as Input);
  }

  private enter<R>(work: (lua: Context) => R, subject?: string): R {
    return this.session.enter(work, subject);
  }

  private checkBytecode(): void {
    if (!this.options.allowBytecode) {
      throw new Error('bytecode loading is disabled for this context (allowBytecode is false)');
    }
  }

  private loadCode(lua: Context, code: Uint8Array, chunkName: string): LuaFunctionInside {
    this.checkBytecode();
    return lua.loadBytecode(code, chunkName);
  }

  private counts(): Omit<T.BindingRefCounts, 'total'> {
    const handlers = [this.output.isRedirected, this.input.isRedirected, this.files.isSet, this.hasHook];
    return {
      callbacks: Object.values(this.callbacks).filter((value) => typeof value === 'function').length,
      ...this.userdata.counts,
      errorRegistry: 0,
      typeConverters: this.conversion.converters.length,
      fromLuaConverters: this.fromLuaConverters,
      searchers: this.modules.searchers,
      sharedTables: Object.keys(this.options.shared).length,
      handlers: handlers.filter(Boolean).length,
      asyncRefs: 0,
      callbacksObject: Object.keys(this.callbacks).length > 0 ? 1 : 0,
    };
  }
}

type ReadHandler = NonNullable<Parameters<T.LuaContext['set_read_handler']>[0]>;
