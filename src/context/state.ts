import { randomSeed } from '#platform';
import { type ConversionOptions, Converters } from '../bridge/conversion.ts';
import type { LuaCoroutine } from '../bridge/coroutine.ts';
import { Decoder, type DecoderContext } from '../bridge/decoder.ts';
import type { Dialect } from '../bridge/dialect.ts';
import { Encoder, type EncoderContext } from '../bridge/encoder.ts';
import { LuaOptionError } from '../bridge/errors.ts';
import { HostObjects } from '../bridge/host-objects.ts';
import { References } from '../bridge/references.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import { LuaUserdata } from '../bridge/userdata.ts';
import type { LuaFunction, LuaInput, LuaResult, LuaValue } from '../bridge/values.ts';
import { type Door, Field, RefKind, Status, serviceCount } from '../engine/abi.ts';
import { Engine, type Host } from '../engine/engine.ts';
import { Files } from '../engine/files.ts';
import type { Image } from '../engine/image.ts';
import { takeImage } from '../engine/take-image.ts';
import { Governor } from '../limits/governor.ts';
import { memoryCeiling, type ResolvedLimits, resolveLimits } from '../limits/script-limits.ts';
import { Activity } from './activity.ts';
import { AsyncExecutions, type AsyncOptions } from './async-executions.ts';
import type { Chunk } from './chunk.ts';
import { Entries, type EntryContext, type Outcome, statusOf } from './entries.ts';
import { freshImage } from './fresh-image.ts';
import { HostHook } from './hooks.ts';
import { type HostCallContext, HostCalls } from './host-calls.ts';
import type { HostServices } from './host-services.ts';
import { engineModule } from './load-engine.ts';
import type { ResolvedContextOptions } from './options.ts';
import { brokenError, busyError, ScriptErrors } from './script-errors.ts';
import type { StateImage } from './state-image.ts';
import { ValueOperations } from './value-operations.ts';

/** What an engine needs besides Lua's heap (engine/memory.c has the same figure). */
const memoryOverhead = 2 ** 24;

/** One Lua state with its engine and governor, and all that can be done with it. */
export class State implements EncoderContext, DecoderContext, EntryContext, HostCallContext {
  readonly engine: Engine;
  readonly governor: Governor;
  readonly hosts: HostObjects;
  readonly hook: HostHook;
  readonly activity = new Activity();
  readonly errors = new ScriptErrors(this);
  readonly references = new References();
  readonly converters = new Converters();
  readonly conversion: ConversionOptions;
  readonly dialect: Dialect;
  readonly strict: boolean;
  /** Makes the state anew, with all that the host has put into it: called after one was torn by a limit. */
  rebuild: () => void = () => this.reset();
  /** The places of the metatables of objects that scripts see as userdata. */
  metatableOf: (object: object) => number | undefined = () => undefined;
  /** Kept, since the objects that have them count on their places. */
  private metatables: object[] = [];
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  readonly services: HostServices;
  /** Those of the context, or none but its memory while the host sets the state up. */
  limits: ResolvedLimits;
  readonly values: ValueOperations;
  private readonly entries: Entries;
  private readonly asyncExecutions: AsyncExecutions;
  private readonly hostCalls: HostCalls;
  private readonly fresh: StateImage;
  readonly hasFiles: boolean;
  private readonly files: Files | undefined;
  private readonly contextLimits: ResolvedLimits;
  private readonly setUpLimits: ResolvedLimits;
  private readonly seed: number | undefined;
  private readonly workingFolder: string;

  /** @param memory what to start from instead of the libraries alone: then `adopt` is to follow */
  constructor(options: ResolvedContextOptions, services: HostServices, memory?: Image) {
    this.limits = this.contextLimits = options.limits;
    this.setUpLimits = { ...resolveLimits({}), maxMemory: options.limits.maxMemory };
    this.seed = options.seed;
    this.conversion = options.conversion;
    this.dialect = options.dialect;
    this.workingFolder = options.workingFolder;
    this.strict = options.conversion.strictConversion;
    this.services = services;
    this.hosts = new HostObjects(...new Array(serviceCount).fill(services));
    const fresh = freshImage(options.libraries, options.allowBytecode);
    this.fresh = { memory: fresh, hosts: [], held: [], metatables: [] };
    this.files = options.mounts.size > 0 ? new Files(options.mounts) : undefined;
    this.engine = new Engine(
      engineModule(),
      this.host(),
      memoryCeiling + memoryOverhead,
      memory ?? fresh,
      this.files?.imports,
    );
    this.files?.attach(this.engine);
    this.hasFiles = this.files !== undefined;
    this.governor = new Governor(this.engine, options.onWarning);
    this.hook = new HostHook(this.engine);
    this.encoder = new Encoder(this);
    this.decoder = new Decoder(this);
    this.hostCalls = new HostCalls(this);
    this.entries = new Entries(this);
    const { waitingIsTimed } = options.dialect;
    this.asyncExecutions = new AsyncExecutions(this, this.entries, this.hostCalls, waitingIsTimed);
    this.values = new ValueOperations(this, this.entries, this.asyncExecutions);
    const needed = this.engine.get(Field.memoryUsed);
    if (needed > options.limits.maxMemory) {
      throw new LuaOptionError(
        'maxMemory',
        options.limits.maxMemory,
        `at least ${needed} bytes for these libraries`,
      );
    }
    if (memory) return;
    this.enterFolder();
    this.seedRandom();
  }

  get isRunning(): boolean {
    return this.activity.isRunning;
  }

  /** Ends the execution under way at its next look. */
  cancel(): void {
    this.governor.cancel();
    this.activity.wakeUp?.();
  }

  /** Bytes of Lua heap in use, collectable garbage included. */
  get memoryUsed(): number {
    return this.engine.get(Field.memoryUsed);
  }

  /** Does what the host does to make a state, which is not to be held against the limits of scripts. */
  setUp(work: () => void): void {
    this.limits = this.setUpLimits;
    try {
      work();
    } finally {
      this.limits = this.contextLimits;
    }
  }

  /** Back to the libraries alone, with a new seed. Everything that JavaScript held of the state is stale. */
  reset(): void {
    this.restore(this.fresh);
    this.seedRandom();
  }

  /**
   * @param borrow whether the image is used at once, and its bytes need not be copied
   * @throws LuaStateError if the state is broken
   */
  image(borrow: boolean): StateImage {
    const { failure } = this.activity;
    if (failure !== undefined) throw brokenError(failure);
    const metatables = this.metatables.map((metatable) => this.references.placeOf(metatable));
    const held = this.references.places().filter((place) => !metatables.includes(place));
    const memory = this.entries.operateAside(() => takeImage(this.engine, borrow));
    return { memory, hosts: this.hosts.image(), held, metatables };
  }

  /** Closes the files that scripts left open; what they wrote is written, unless the state is broken. */
  closeFiles(): void {
    try {
      if (this.activity.failure === undefined) this.flushFiles();
    } catch {
      // the state is to be given up, and turns out to be broken
    }
    this.files?.closeAll();
  }

  /** Gives scripts what the host offers them besides their libraries. */
  openDoor(door: (typeof Door)[keyof typeof Door]): void {
    this.operate([], () => this.engine.exports.open_door(door));
  }

  /** @throws LuaSyntaxError if it is not Lua */
  compile(source: string | Uint8Array, name: string, strip: boolean): Uint8Array {
    this.errors.chunkName = name;
    const compile = () => this.engine.exports.compile(Number(strip));
    return this.operate([source, name], compile, {
      read: (decoder) => decoder.readBytes(),
    }) as unknown as Uint8Array;
  }

  /** @throws LuaSyntaxError if it is not bytecode of this engine's version */
  loadBytecode(code: Uint8Array, name: string): LuaFunction {
    this.errors.chunkName = name;
    return this.operate([code, name], () => this.engine.exports.load_bytecode()) as LuaFunction;
  }

  /**
   * Everything as it was when the image was taken; what JavaScript holds of the present state is stale.
   * @throws RangeError if the machine has no memory for it; nothing is changed then
   */
  restore(image: StateImage): void {
    this.closeFiles();
    this.governor.forgetEngine();
    this.engine.restore(image.memory);
    this.activity.failure = undefined;
    this.adopt(image);
  }

  /** What of the host belongs to the memory that is in the engine now. */
  adopt(image: Omit<StateImage, 'memory'>): void {
    this.hosts.restore(image.hosts);
    this.references.clear(image.held);
    this.metatables = image.metatables.map((place) => this.references.bind({}, this.references.claim(place)));
    this.enterFolder();
  }

  /** The engine does not know its working folder where its memory is that of an image. */
  private enterFolder(): void {
    if (!this.files) return;
    this.setUp(() => this.operate([this.workingFolder], () => this.engine.exports.set_working_folder()));
  }

  run(chunk: Chunk, limits: ResolvedLimits, signal: AbortSignal | undefined): LuaResult {
    if (this.activity.isSuspended) throw busyError();
    const write = () => this.writeChunk(chunk);
    return this.entries.execute(write, () => this.engine.exports.run(chunk.args.length, 0), limits, signal);
  }

  runAsync(chunk: Chunk, options: AsyncOptions): Promise<LuaResult> {
    const write = () => this.writeChunk(chunk);
    const run = () => this.engine.exports.run(chunk.args.length, 1);
    return this.asyncExecutions.execute(write, run, options);
  }

  private writeChunk({ source, name, environment, args }: Chunk): void {
    const { encoder } = this;
    this.errors.chunkName = name;
    if (typeof source === 'string') encoder.write(source);
    else encoder.writeBytes(source);
    encoder.write(name);
    encoder.write(environment);
    encoder.writeAll(args);
  }

  /** @throws LuaOptionError if there is no function at the path */
  callGlobal(path: readonly string[], args: readonly LuaInput[]): LuaResult {
    if (this.activity.isSuspended) throw busyError();
    let status = 0;
    const run = () => {
      const result = this.engine.exports.call_global(path.length, args.length);
      status = statusOf(result);
      return result;
    };
    const read = (decoder: Decoder, count: number) => {
      if (status === Status.ok) return decoder.readResults(count);
      const [type] = decoder.readTexts(1);
      throw new LuaOptionError('name', path.join('.'), `the name of a Lua function (it is a ${type} value)`);
    };
    return this.operate([...path, ...args], run, { record: true, read });
  }

  getGlobal(path: readonly string[], asRef: boolean): LuaValue {
    return this.operate(path, () => this.engine.exports.get_global(path.length, Number(asRef)), {
      asRef,
    }) as LuaValue;
  }

  setGlobal(path: readonly string[], value: unknown): void {
    this.operate([...path, value], () => this.engine.exports.set_global(path.length));
  }

  /** A value of the host as a value of Lua's that JavaScript holds. */
  hold(value: unknown): LuaValue {
    return this.operate([value], () => this.engine.exports.hold(), { asRef: true }) as LuaValue;
  }

  /** A metatable for objects of the host, and the place of it. */
  makeMetatable(fields: Readonly<Record<string, unknown>>): number {
    const metatable = this.operate(
      [this.converters.asTable(fields)],
      () => this.engine.exports.make_metatable(),
      {
        asRef: true,
      },
    ) as LuaTableHandle;
    this.metatables.push(metatable);
    return this.references.placeOf(metatable);
  }

  setMetatable(table: object, metatable: object): void {
    const place = this.references.placeOf(table);
    this.operate([this.converters.asTable({ ...metatable })], () => this.engine.exports.set_metatable(place));
  }

  newThread(body: LuaFunction): LuaCoroutine {
    const place = this.references.placeOf(body);
    return this.operate([], () => this.engine.exports.new_thread(place)) as LuaCoroutine;
  }

  /** Tells the engine of the hook, which it does not know after a reset; a broken state is told by its reset. */
  installHook(): void {
    if (this.activity.failure === undefined) this.entries.operateAside(() => this.hook.install());
  }

  /** As lua_gc (manual section 4.6): -1 where a finalizer runs. */
  controlCollector(command: number, first: number, second: number): number {
    return this.operate([], () => this.engine.exports.gc(command, first, second)) as number;
  }

  /** An entry whose slots have a form of their own, which `read` knows. */
  inspect<T>(run: () => number, read: (decoder: Decoder) => T): T {
    const readFirst = (decoder: Decoder) => {
      decoder.begin();
      return read(decoder);
    };
    return this.operate([], run, { read: readFirst }) as T;
  }

  /** The JavaScript object for a Lua value that crosses by reference. */
  reference(kind: number, place: number): LuaValue {
    const { references, dialect, values } = this;
    switch (kind) {
      case RefKind.function:
        return references.identity(place, (hold) => dialect.luaFunction(values, references, hold));
      case RefKind.thread:
        return references.identity(place, () => dialect.coroutine(values, references));
      case RefKind.userdata:
        return references.identity(place, () => new LuaUserdata());
      default:
        return references.identity(place, (hold) => dialect.table(values, references, hold));
    }
  }

  tableHandle(place: number): LuaTableHandle {
    return new LuaTableHandle(this.values, this.references, place);
  }

  finishOutput(): void {
    this.flushFiles();
    this.services.streams.finish();
  }

  /** Seeds math.random anew: from the option `seed`, or the host's entropy. */
  seedRandom(): void {
    const [low, high] = this.seed === undefined ? randomSeed() : [this.seed, 0];
    this.engine.set(Field.randomSeed, low);
    this.setUp(() => this.operate([low, high], () => this.engine.exports.seed()));
  }

  private operate(values: readonly unknown[], run: () => number, outcome?: Outcome): LuaResult {
    return this.entries.operate(values, run, outcome);
  }

  private flushFiles(): void {
    if (!this.files || this.files.openCount === 0) return;
    this.entries.operateAside(() => this.engine.exports.flush_files());
  }

  private look(mayEnter: boolean): number {
    const verdict = this.governor.look(mayEnter);
    if (this.governor.isWarningLate) this.activity.needsSettling = true;
    return verdict;
  }

  private host(): Host {
    return {
      look: (mayEnter) => this.look(mayEnter !== 0),
      brake: () => this.governor.brake(),
      warning: () => this.hostCalls.writeWarning(),
      hook: (event, line, name, size) => this.hostCalls.callHook(event, line, name, size),
      call: (id, count) => this.hostCalls.call(id, count),
      retain: (id) => this.hosts.retain(id),
      release: (id) => this.hosts.release(id),
      clock: (which) => (which === 0 ? Date.now() : performance.now()) / 1000,
    };
  }
}
