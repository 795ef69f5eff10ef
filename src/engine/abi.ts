/**
 * The boundary with C as one table: the memory that both sides read (engine/meter.h), the slots in which
 * values cross (engine/slots.c), the functions each side offers the other (`EXPORT` in engine/*.c, engine/host.h).
 */

/** The fields of `Shared`, in 32-bit words from its address. */
export const Field = {
  fuel: 0,
  memoryUsed: 1,
  memoryPeak: 2,
  memoryLimit: 3,
  memoryWarning: 4,
  memoryWanted: 5,
  chargedEarly: 6,
  outSlots: 7,
  inSlots: 8,
  inCapacity: 9,
  inBytes: 10,
  bytesCapacity: 11,
  traceback: 12,
  tracebackSize: 13,
  heapEnd: 14,
  randomSeed: 15,
} as const;

export type Field = (typeof Field)[keyof typeof Field];

/** The C stack lies below the static data, so that its overflow traps. */
export const stackBytes = 262_144;

/** The memory of an engine before its heap grows: the stack, the static data and the first of the heap. */
export const initialBytes = 393_216;

/** The module's own maximum. */
export const maximumBytes = 2_147_483_648;

/** A slot is 16 bytes: tag, size, and 8 bytes that are a double, a 64-bit integer or a 32-bit number. */
export const slotBytes = 16;

/** There is always room for so many slots in each direction, and for so many bytes of strings from the host. */
export const staticSlots = 512;
export const staticBytes = 16_384;

export const Tag = {
  nil: 0,
  false: 1,
  true: 2,
  /** A Lua integer that a double holds exactly; not to Lua. */
  integer: 3,
  float: 4,
  /** Any other Lua integer. */
  bigint: 5,
  string: 6,
  /** Its size is the number of values from index 1 on, its number that of the pairs after them. */
  table: 7,
  /** Its number is a place in the engine's table of references, its size what lies there (RefKind). */
  ref: 8,
  hostFunction: 9,
  /** Followed by two strings where it goes to Lua: name and message. */
  hostError: 10,
  /** An object of the host; where it goes to Lua its size is the place of its metatable. */
  hostObject: 11,
  /** Only to Lua: an integer where it is one that a double holds exactly, -0 excepted; else a float. */
  number: 12,
  /** The same, but an integer wherever it has the value of one. */
  largeNumber: 13,
} as const;

export const RefKind = { function: 0, table: 1, thread: 2, userdata: 3 } as const;

/** What `get_pairs` is to give of a table's entries; names are the keys that are text or numbers. */
export const Wanted = { pairs: 0, keys: 1, names: 2 } as const;

export const ThreadStatus = { suspended: 0, running: 1, dead: 2 } as const;

/** The low bits of what an entry point returns; the number of values in the out slots is above them. */
export const Status = {
  ok: 0,
  /** The execution is suspended; the number is why (Suspension). */
  suspended: 1,
  runtimeError: 2,
  syntaxError: 3,
  memoryError: 4,
  errorInErrorHandling: 5,
  notAFunction: 6,
  ended: 7,
} as const;

export const statusBits = 3;

/** What `look` answers. */
export const Verdict = { goOn: 0, end: 1, warn: 2, pause: 4 } as const;

/** Why an execution is suspended: its slice is used up, or it waits for a promise. */
export const Suspension = { pause: 0, wait: 1 } as const;

/** The events of debug hooks, by the numbers of lua.h; their masks are the bits of these numbers. */
export const hookEvents = ['call', 'return', 'line', 'count', 'tail call'] as const;

/** What `call` answers when it has no results. */
export const HostCall = { error: -1, ended: -2, memoryError: -3, wait: -4 } as const;

/** What the libraries ask of the host, by the numbers of its first functions (engine/libs.h). */
export const Service = { print: 0, exit: 1, read: 2, write: 3, findModule: 4, readFile: 5 } as const;

export const serviceCount = Object.keys(Service).length;

/** What `open_door` opens to scripts (engine/libs.h). */
export const Door = { modules: 0, reader: 1, noReader: 2, input: 3 } as const;

/** Tables nested deeper than this do not cross. */
export const maxDepth = 100;

export interface EngineExports {
  readonly tl_shared: WebAssembly.Global<'i32'>;
  /** The top of the C stack: the only state that is not in memory. */
  readonly __stack_pointer: WebAssembly.Global<'i32'>;
  _initialize(): void;
  open(libraries: number, seal: number): number;
  seed(): number;
  run(argumentCount: number, maySuspend: number): number;
  call_async(place: number, argumentCount: number): number;
  proceed(results: number): number;
  end_suspended(): void;
  call(place: number, argumentCount: number): number;
  get_global(parts: number, asRef: number): number;
  call_global(parts: number, argumentCount: number): number;
  set_global(parts: number): number;
  reserve(slots: number, bytes: number): number;
  gather(on: number): void;
  hold(): number;
  release(place: number): void;
  make_metatable(): number;
  set_metatable(place: number): number;
  get_field(place: number, asRef: number): number;
  set_field(place: number): number;
  get_length(place: number): number;
  get_pairs(place: number, after: number, wanted: number): number;
  new_thread(place: number): number;
  thread_status(place: number): number;
  resume(place: number, argumentCount: number, maySuspend: number): number;
  close_thread(place: number): number;
  set_hook(mask: number, count: number): void;
  get_stack(most: number): number;
  get_locals(level: number): number;
  gc(command: number, first: number, second: number): number;
  version(): number;
  free_runs(first: number): number;
  compile(strip: number): number;
  load_bytecode(): number;
  open_door(door: number): number;
  set_working_folder(): number;
  flush_files(): void;
  /** The address of the functions that are active (engine/sampling.c). */
  take_sample(): number;
}

/** None of these may throw but `brake`: an exception leaves the VM's frames half way, and its state torn. */
export interface HostImports {
  /** @param mayEnter whether the host may enter Lua meanwhile, which is 1 or 0 */
  look(mayEnter: number): number;
  brake(): void;
  warning(): number;
  hook(event: number, line: number, name: number, nameSize: number): number;
  call(id: number, argumentCount: number): number;
  retain(id: number): void;
  release(id: number): void;
  memory_grew(): void;
  clock(which: number): number;
}
