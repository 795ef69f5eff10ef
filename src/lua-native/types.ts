/** The types of lua-native, by the names that its users import. */
import type { Buffer } from 'node:buffer';

/** A table that has a metatable: properties are read and written through its metamethods. */
export interface LuaTableRef {
  [key: string]: LuaValue;
}

export interface LuaTable {
  [key: string]: LuaValue;
}

/** What comes out of Lua. */
export type LuaValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | LuaValue[]
  | LuaTable
  | LuaTableRef
  | LuaTableHandle
  | LuaFunction;

/** What may be passed into Lua. */
export type LuaInput =
  | LuaValue
  | undefined
  | Date
  | Map<LuaInput, LuaInput>
  | Set<LuaInput>
  | ArrayBuffer
  | ArrayBufferView
  | LuaInput[]
  | { [key: string]: LuaInput };

// biome-ignore lint/suspicious/noConfusingVoidType: as lua-native declares it
export type LuaFunction = (...args: LuaInput[]) => LuaValue | LuaValue[] | void;

// biome-ignore lint/suspicious/noConfusingVoidType: as lua-native declares it
export type LuaCallback = (...args: LuaValue[]) => LuaValue | void;

export interface LuaCallbacks {
  [key: string]: LuaCallback | LuaInput;
}

export interface MetatableDefinition {
  [key: string]: LuaCallback | LuaInput;
}

export interface LuaCoroutine extends Iterable<LuaValue>, AsyncIterable<LuaValue> {
  status: 'suspended' | 'running' | 'dead';
  _coroutine: unknown;
  [Symbol.iterator](): Iterator<LuaValue, LuaValue | undefined, LuaInput>;
  [Symbol.asyncIterator](): AsyncIterator<LuaValue, LuaValue | undefined, LuaInput>;
}

export interface CoroutineResult {
  status: 'suspended' | 'running' | 'dead';
  values: LuaValue[];
  /** The message of the error of which it died. */
  error?: string;
}

export type PcallResult = { ok: true; value: LuaValue | LuaValue[] } | { ok: false; error: unknown };

export interface ChunkNameOptions {
  /** `'@file.lua'` for a file, `'=name'` as it is, else text of the source. */
  chunkName?: string;
}

export interface CompileOptions extends ChunkNameOptions {
  stripDebug?: boolean;
}

export interface LuaStackFrame {
  level: number;
  source: string;
  shortSource: string;
  currentLine: number;
  lineDefined: number;
  name: string;
  nameWhat: string;
  what: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the host knows what its own objects are
// biome-ignore lint/suspicious/noConfusingVoidType: as lua-native declares it
export type UserdataMethod = (self: any, ...args: LuaInput[]) => LuaValue | LuaValue[] | void;

export interface UserdataOptions {
  readable?: boolean;
  writable?: boolean;
  methods?: Record<string, UserdataMethod>;
}

export interface ClassDefinition {
  construct: (...args: LuaValue[]) => object;
  extends?: string;
  methods?: Record<string, UserdataMethod>;
  metamethods?: Record<string, LuaCallback>;
  properties?: Record<
    string,
    {
      // biome-ignore lint/suspicious/noExplicitAny: the host knows what its own objects are
      // biome-ignore lint/suspicious/noConfusingVoidType: as lua-native declares it
      get?: (self: any) => LuaValue | LuaValue[] | void;
      // biome-ignore lint/suspicious/noExplicitAny: the host knows what its own objects are
      set?: (self: any, value: LuaValue) => void;
    }
  >;
  statics?: Record<string, LuaCallback | LuaInput>;
  readable?: boolean;
  writable?: boolean;
}

/** A key that methods of table handles accept. */
export type TableKey = string | number | boolean;

export interface LuaTableHandle {
  get(key: TableKey): LuaValue;
  get_ref(key: TableKey): LuaTableHandle;
  set(key: TableKey, value: LuaInput): void;
  has(key: TableKey): boolean;
  length(): number;
  pairs(): Array<[TableKey | Uint8Array, LuaValue]>;
  ipairs(): Array<[number, LuaValue]>;
  keys(): Array<TableKey | Uint8Array>;
  [Symbol.iterator](): IterableIterator<[TableKey | Uint8Array, LuaValue]>;
  release(): void;
}

export interface LuaEnvironment extends LuaTableHandle {}

export interface EnvironmentOptions {
  whitelist?: string[];
  inherit?: boolean;
}

export type LuaHookEvent = 'call' | 'tail call' | 'return' | 'line' | 'count';

export type LuaHookCallback = (event: LuaHookEvent, line: number, name: string) => void;

export interface HookOptions {
  call?: boolean;
  return?: boolean;
  line?: boolean;
  count?: number;
}

/** How many values of JavaScript a context keeps, by what they are for. */
export interface BindingRefCounts {
  callbacks: number;
  userdata: number;
  userdataMethods: number;
  errorRegistry: number;
  classes: number;
  classAccessors: number;
  typeConverters: number;
  fromLuaConverters: number;
  searchers: number;
  sharedTables: number;
  handlers: number;
  asyncRefs: number;
  callbacksObject: number;
  total: number;
}

export interface LuaStateInfo {
  version: string;
  release: string;
  versionNumber: number;
  memoryBytes: number;
  memoryKB: number;
  /** 0 for unlimited, as in the two below. */
  memoryLimit: number;
  maxInstructions: number;
  timeout: number;
  libraries: LuaLibrary[];
  bindingRefs: BindingRefCounts;
}

export type LuaGCMode = 'incremental' | 'generational';

export type LuaGCParam = 'minormul' | 'majorminor' | 'minormajor' | 'pause' | 'stepmul' | 'stepsize';

export type LuaLibrary =
  | 'base'
  | 'package'
  | 'coroutine'
  | 'debug'
  | 'io'
  | 'math'
  | 'os'
  | 'string'
  | 'table'
  | 'utf8';

export type LuaLibraryPreset = 'all' | 'safe' | 'sandbox';

export interface LuaInitOptions {
  /** None by default. */
  libraries?: LuaLibrary[] | LuaLibraryPreset;
  /** Bytes; 0 or absent: unlimited. */
  maxMemory?: number;
  /** 0 or absent: unlimited. */
  maxInstructions?: number;
  /** Milliseconds, without those for which an execution waits for promises; 0 or absent: none. */
  timeout?: number;
  /** Receives what `print` and `io.write` write, as it is. */
  print?: (text: string) => void;
  binaryStrings?: boolean;
  strictConversion?: boolean;
  tableAs?: 'object' | 'map';
  /** Default true, but false for the libraries `'sandbox'`. */
  allowBytecode?: boolean;
  /** Default `'allow'`. */
  filesystem?: 'allow' | 'deny';
  shared?: Record<string, SharedTable>;
}

export interface SharedTable {
  get(key: string): LuaValue;
  /** @throws Error if a context could not take the value */
  set(key: string, value: LuaInput): void;
  /** @throws Error if a context could not take the value */
  sync(): void;
}

type ReadHandler = (format: string | number) => string | Uint8Array | ArrayBuffer | null | undefined;

export interface LuaContext {
  execute_script<T extends LuaValue | LuaValue[] = LuaValue>(script: string, options?: ChunkNameOptions): T;
  execute_file<T extends LuaValue | LuaValue[] = LuaValue>(filepath: string): T;
  set_global(name: string, value: LuaInput | LuaCallback): void;
  get_global(name: string): LuaValue;
  call<T extends LuaValue | LuaValue[] = LuaValue>(name: string, ...args: LuaInput[]): T;
  set_userdata(name: string, value: object, options?: UserdataOptions): void;
  set_metatable(target: string | LuaTableHandle | LuaTableRef, metatable: MetatableDefinition): void;
  add_search_path(path: string): void;
  register_module(name: string, module: LuaTable | LuaCallbacks): void;
  create_coroutine(body: string | LuaFunction, options?: ChunkNameOptions): LuaCoroutine;
  resume(coroutine: LuaCoroutine, ...args: LuaInput[]): CoroutineResult;
  resume_async(coroutine: LuaCoroutine, ...args: LuaInput[]): Promise<CoroutineResult>;
  close(coroutine: LuaCoroutine): void;
  execute_script_async<T extends LuaValue | LuaValue[] = LuaValue>(
    script: string,
    options?: ChunkNameOptions,
  ): Promise<T>;
  execute_file_async<T extends LuaValue | LuaValue[] = LuaValue>(filepath: string): Promise<T>;
  execute_async<T extends LuaValue | LuaValue[] = LuaValue>(
    script: string,
    options?: ChunkNameOptions,
  ): Promise<T>;
  call_async<T extends LuaValue | LuaValue[] = LuaValue>(
    nameOrFn: string | LuaFunction,
    ...args: LuaInput[]
  ): Promise<T>;
  cancel(): void;
  is_busy(): boolean;
  get_memory_usage(): number;
  info(): LuaStateInfo;
  compile(script: string, options?: CompileOptions): Buffer;
  compile_file(filepath: string, options?: CompileOptions): Buffer;
  load_bytecode<T extends LuaValue | LuaValue[] = LuaValue>(bytecode: Buffer, chunkName?: string): T;
  create_table(initial?: { [key: string]: LuaInput } | LuaInput[]): LuaTableHandle;
  get_global_ref(name: string): LuaTableHandle;
  create_environment(options?: EnvironmentOptions): LuaEnvironment;
  execute_script_in<T extends LuaValue | LuaValue[] = LuaValue>(
    env: LuaEnvironment | LuaTableHandle,
    script: string,
    options?: ChunkNameOptions,
  ): T;
  register_type_converter(
    match: (value: unknown) => boolean,
    // biome-ignore lint/suspicious/noExplicitAny: what `match` has chosen
    convert: (value: any) => LuaValue,
  ): void;
  register_from_lua_converter(
    match: (value: unknown) => boolean,
    // biome-ignore lint/suspicious/noExplicitAny: what `match` has chosen
    convert: (value: any) => unknown,
  ): void;
  register_class(name: string, definition: ClassDefinition): void;
  pcall(fn: LuaFunction | ((...args: LuaInput[]) => unknown), ...args: LuaInput[]): PcallResult;
  set_print_handler(handler?: ((text: string) => void) | null): void;
  set_read_handler(handler?: ReadHandler | null): boolean;
  set_file_reader(reader?: ((path: string) => string | null | undefined) | null): void;
  set_hook(callback: LuaHookCallback, options: HookOptions): void;
  remove_hook(): void;
  get_stack(options?: { maxLevels?: number }): LuaStackFrame[];
  get_locals(level: number): Array<{ name: string; value: LuaValue }>;
  add_searcher(searcher: (name: string) => string | null | undefined): void;
  release(value: LuaFunction | LuaCoroutine | LuaTableRef | LuaTableHandle): void;
  dispose(): void;
  reset(): void;
  gc(command: 'collect'): void;
  gc(command: 'stop' | 'restart'): void;
  gc(command: 'count'): number;
  gc(command: 'isrunning'): boolean;
  gc(command: 'step', stepSize?: number): boolean;
  gc(command: 'incremental' | 'generational'): LuaGCMode;
  gc(command: 'param', name: LuaGCParam, value?: number): number;
}

export interface LuaNative {
  init: new (callbacks?: LuaCallbacks, options?: LuaInitOptions) => LuaContext;
  createSharedTable(initial?: Record<string, LuaInput> | LuaInput[]): SharedTable;
}
