import { randomSeed } from '#platform';
import { type ConversionOptions, Converters } from '../bridge/conversion.ts';
import type { LuaCoroutine } from '../bridge/coroutine.ts';
import { CorruptSlotsError, Decoder, type DecoderContext } from '../bridge/decoder.ts';
import type { Dialect } from '../bridge/dialect.ts';
import { Encoder, type EncoderContext, inputMemoryError } from '../bridge/encoder.ts';
import { LuaError, LuaOptionError, LuaStateError, LuaSyntaxError } from '../bridge/errors.ts';
import type { HeldValues, ResumeResult } from '../bridge/held-values.ts';
import { HostObjects, type HostObjectsImage } from '../bridge/host-objects.ts';
import { MultipleResults } from '../bridge/multiple-results.ts';
import { References } from '../bridge/references.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import { decodeText } from '../bridge/text.ts';
import { LuaUserdata } from '../bridge/userdata.ts';
import type { HostFunction, LuaFunction, LuaInput, LuaResult, LuaValue } from '../bridge/values.ts';
import {
  type Door,
  Field,
  HostCall,
  RefKind,
  Status,
  Suspension,
  serviceCount,
  statusBits,
  ThreadStatus,
  Verdict,
  Wanted,
} from '../engine/abi.ts';
import { Engine, type Host } from '../engine/engine.ts';
import { Files } from '../engine/files.ts';
import { type Image, takeImage } from '../engine/image.ts';
import { Governor, TornStateError } from '../limits/governor.ts';
import { LuaLimitError } from '../limits/limit-error.ts';
import { memoryCeiling, type ResolvedLimits, resolveLimits } from '../limits/script-limits.ts';
import { type Executing, Execution, enterExecution } from './execution.ts';
import { freshImage } from './fresh-image.ts';
import { HostHook } from './hooks.ts';
import type { HostServices } from './host-services.ts';
import { engineModule } from './load-engine.ts';
import { defaultSliceMs, type ResolvedContextOptions } from './options.ts';
import { isPromise, type Settlement, settlement } from './settlement.ts';
import { takeNextTurn, takeTurnNow } from './turns.ts';

/** What an engine needs besides Lua's heap (engine/memory.c has the same figure). */
const memoryOverhead = 2 ** 24;

/** What becomes of an entry into Lua. */
interface Outcome {
  /** Whether it was an execution, whose usage is to be kept. */
  readonly record?: boolean;
  /** Whether a table is to arrive as a handle; then there is but one result. */
  readonly asRef?: boolean;
  /** Whether a string arrives as its bytes; then there is but one result. */
  readonly asBytes?: boolean;
}

const recorded: Outcome = { record: true };
const unrecorded: Outcome = {};

const threadStatusNames = Object.keys(ThreadStatus) as readonly (keyof typeof ThreadStatus)[];

/** What a chunk runs with. */
export interface Chunk {
  readonly source: string | Uint8Array;
  readonly name: string;
  readonly environment?: LuaTableHandle | undefined;
  readonly args: readonly unknown[];
}

/** How an asynchronous execution runs. */
export interface AsyncOptions {
  readonly limits: ResolvedLimits;
  readonly signal: AbortSignal | undefined;
  readonly sliceMs: number;
}

/** A whole idle state, to be copied: its memory, and what of the host belongs to it. */
export interface StateImage {
  readonly memory: Image;
  readonly hosts: HostObjectsImage;
  /** The places that JavaScript held, which in a copy nothing leads to. */
  readonly held: readonly number[];
  /** The places of the metatables of objects of the host. */
  readonly metatables: readonly number[];
}

/**
 * One Lua state with its engine and governor, and all the ways into it. Nothing that either side throws
 * crosses the other's frames. A trap of the engine, which no script can cause but a full native stack can,
 * makes the state unusable until it is reset.
 */
export class State implements HeldValues, EncoderContext, DecoderContext, Executing {
  readonly engine: Engine;
  readonly governor: Governor;
  readonly hosts: HostObjects;
  readonly hook: HostHook;
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
  private readonly encoder: Encoder;
  private readonly decoder: Decoder;
  private readonly fresh: StateImage;
  private readonly services: HostServices;
  private readonly files: Files | undefined;
  /** Those of the context, or none but its memory while the host sets the state up. */
  private limits: ResolvedLimits;
  private readonly contextLimits: ResolvedLimits;
  private readonly setUpLimits: ResolvedLimits;
  private readonly seed: number | undefined;
  private readonly workingFolder: string;
  private depth = 0;
  /** What the asynchronous execution under way is doing; nothing if there is none. */
  private asynchronous: 'running' | 'paused' | 'waiting' | undefined;
  /** The promise that it waits for, or is about to. */
  private promise: Promise<unknown> | undefined;
  /** Ends its waiting, for it to look whether it is to end. */
  private wakeUp: (() => void) | undefined;
  /** The present execution, once a host function has asked for it. */
  private known: Execution | undefined;
  /** Whether the engine's code is running, rather than the encoder on its behalf. */
  private inEngine = false;
  private failure: unknown;
  private chunkName = '';

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
    this.governor = new Governor(this.engine, options.onWarning);
    this.hook = new HostHook(this.engine);
    this.encoder = new Encoder(this);
    this.decoder = new Decoder(this);
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
    return this.depth > 0 || this.asynchronous !== undefined;
  }

  /** Whether an asynchronous execution is under way, but not at this moment. */
  get isSuspended(): boolean {
    return this.depth === 0 && this.asynchronous !== undefined;
  }

  /** Ends the execution under way at its next look. */
  cancel(): void {
    this.governor.cancel();
    this.wakeUp?.();
  }

  /** How asynchronous executions run that are given no options. */
  private get ownOptions(): AsyncOptions {
    return { limits: this.limits, signal: undefined, sliceMs: defaultSliceMs };
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
    if (this.failure !== undefined) throw this.brokenError();
    const metatables = this.metatables.map((metatable) => this.references.placeOf(metatable));
    const held = this.references.places().filter((place) => !metatables.includes(place));
    return { memory: takeImage(this.engine, borrow), hosts: this.hosts.image(), held, metatables };
  }

  /** Closes the files that scripts left open; what they wrote is written, unless the state is broken. */
  closeFiles(): void {
    if (this.failure === undefined) this.flushFiles();
    this.files?.closeAll();
  }

  /** Gives scripts what the host offers them besides their libraries. */
  openDoor(door: (typeof Door)[keyof typeof Door]): void {
    this.operate([], () => this.engine.exports.open_door(door));
  }

  /** @throws LuaSyntaxError if it is not Lua */
  compile(source: string | Uint8Array, name: string, strip: boolean): Uint8Array {
    this.chunkName = name;
    const compile = () => this.engine.exports.compile(Number(strip));
    return this.operate([source, name], compile, { asBytes: true }) as unknown as Uint8Array;
  }

  /** @throws LuaSyntaxError if it is not bytecode of this engine's version */
  loadBytecode(code: Uint8Array, name: string): LuaFunction {
    this.chunkName = name;
    return this.operate([code, name], () => this.engine.exports.load_bytecode()) as LuaFunction;
  }

  /**
   * Everything as it was when the image was taken; what JavaScript holds of the present state is stale.
   * @throws RangeError if the machine has no memory for it; nothing is changed then
   */
  restore(image: StateImage): void {
    this.closeFiles();
    this.engine.restore(image.memory);
    this.failure = undefined;
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
    if (this.isSuspended) throw busy();
    this.begin(limits, signal, true);
    return this.leave(
      this.enter(
        () => this.writeChunk(chunk),
        () => this.engine.exports.run(chunk.args.length, 0),
      ),
      recorded,
    );
  }

  runAsync(chunk: Chunk, options: AsyncOptions): Promise<LuaResult> {
    const write = () => this.writeChunk(chunk);
    return this.executeAsync(write, () => this.engine.exports.run(chunk.args.length, 1), options);
  }

  private writeChunk({ source, name, environment, args }: Chunk): void {
    const { encoder } = this;
    this.chunkName = name;
    if (typeof source === 'string') encoder.write(source);
    else encoder.writeBytes(source);
    encoder.write(name);
    encoder.write(environment);
    encoder.writeAll(args);
  }

  /** The most frequent entry, and so the only one that does not go through `enter`: a closure costs time. */
  call(place: number, args: readonly LuaInput[]): LuaResult {
    this.begin(this.limits, undefined, false);
    let result: number;
    try {
      this.encoder.writeAll(args);
      this.inEngine = true;
      result = this.engine.exports.call(place, args.length);
    } catch (error) {
      throw this.abandon(error);
    }
    this.finish(true);
    return this.readResults(result);
  }

  callAsync(place: number, args: readonly LuaInput[]): Promise<LuaResult> {
    const write = () => this.encoder.writeAll(args);
    return this.executeAsync(
      write,
      () => this.engine.exports.call_async(place, args.length),
      this.ownOptions,
    );
  }

  /** @throws LuaOptionError if there is no function at the path */
  callGlobal(path: readonly string[], args: readonly LuaInput[]): LuaResult {
    let result = 0;
    if (this.isSuspended) throw busy();
    const run = () => {
      result = this.engine.exports.call_global(path.length, args.length);
      return result;
    };
    const found = this.operate([...path, ...args], run, recorded);
    if ((result & statusMask) === Status.notAFunction) {
      const [type] = this.decoder.readTexts(1);
      throw new LuaOptionError('name', path.join('.'), `the name of a Lua function (it is a ${type} value)`);
    }
    return found;
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
    const metatable = this.operate([fields], () => this.engine.exports.make_metatable(), {
      asRef: true,
    }) as LuaTableHandle;
    this.metatables.push(metatable);
    return this.references.placeOf(metatable);
  }

  setMetatable(table: object, metatable: unknown): void {
    const place = this.references.placeOf(table);
    this.operate([metatable], () => this.engine.exports.set_metatable(place));
  }

  newThread(body: LuaFunction): LuaCoroutine {
    const place = this.references.placeOf(body);
    return this.operate([], () => this.engine.exports.new_thread(place)) as LuaCoroutine;
  }

  getField(place: number, key: LuaInput, asRef: boolean): LuaValue {
    return this.operate([key], () => this.engine.exports.get_field(place, Number(asRef)), {
      asRef,
    }) as LuaValue;
  }

  setField(place: number, key: LuaInput, value: LuaInput): void {
    this.operate([key, value], () => this.engine.exports.set_field(place));
  }

  getLength(place: number): number {
    return this.operate([], () => this.engine.exports.get_length(place)) as number;
  }

  *pairs(place: () => number): Generator<[LuaValue, LuaValue]> {
    for (const entries of this.entries(place, Wanted.pairs)) {
      for (let i = 0; i < entries.length; i += 2) yield [entries[i] as LuaValue, entries[i + 1] as LuaValue];
    }
  }

  keys(place: () => number): LuaValue[] {
    return [...this.entries(place, Wanted.keys)].flat(1);
  }

  names(place: () => number): LuaValue[] {
    return [...this.entries(place, Wanted.names)].flat(1);
  }

  /** What is wanted of a table's entries, some of them at a time. */
  private *entries(place: () => number, wanted: number): Generator<LuaValue[]> {
    let last: object | undefined; // stands for the key to go on from
    try {
      do {
        const table = place();
        const start = last ? this.references.placeOf(last) : 0;
        const found = this.operate([], () => this.engine.exports.get_pairs(table, start, wanted));
        const [after, ...entries] = Array.isArray(found) ? found : [found];
        if (last) this.references.release(last);
        last = after === 0 ? undefined : this.references.bind({}, this.references.claim(after as number));
        yield entries as LuaValue[];
      } while (last);
    } finally {
      if (last) this.references.release(last);
    }
  }

  threadStatus(place: number): ResumeResult['status'] {
    const status = this.operate([], () => this.engine.exports.thread_status(place));
    return threadStatusNames[status as number] as ResumeResult['status'];
  }

  resume(place: number, args: readonly LuaInput[]): ResumeResult {
    const resume = () => this.engine.exports.resume(place, args.length, 0);
    return resumeResult(this.operate(args, resume, recorded));
  }

  async resumeAsync(place: number, args: readonly LuaInput[]): Promise<ResumeResult> {
    const write = () => this.encoder.writeAll(args);
    const run = () => this.engine.exports.resume(place, args.length, 1);
    return resumeResult(await this.executeAsync(write, run, this.ownOptions));
  }

  closeThread(place: number): void {
    this.operate([], () => this.engine.exports.close_thread(place));
  }

  /** Tells the engine of the hook, which it does not know after a reset; a broken state is told by its reset. */
  installHook(): void {
    if (this.failure === undefined) this.hook.install();
  }

  /** As lua_gc (manual section 4.7): -1 where a finalizer runs. */
  controlCollector(command: number, first: number, second: number): number {
    return this.operate([], () => this.engine.exports.gc(command, first, second)) as number;
  }

  /** An entry whose slots have a form of their own, which `read` knows. */
  inspect<T>(run: () => number, read: (decoder: Decoder) => T): T {
    this.operate([], run);
    this.decoder.begin();
    return read(this.decoder);
  }

  /** The JavaScript object for a Lua value that crosses by reference. */
  reference(kind: number, place: number): LuaValue {
    const { references, dialect } = this;
    switch (kind) {
      case RefKind.function:
        return references.identity(place, (hold) => dialect.luaFunction(this, references, hold));
      case RefKind.thread:
        return references.identity(place, () => dialect.coroutine(this, references));
      case RefKind.userdata:
        return references.identity(place, () => new LuaUserdata());
      default:
        return references.identity(place, () => dialect.table(this, references));
    }
  }

  /**
   * Runs an execution in slices, between which the event loop has its turn.
   * @param write writes the values for the engine
   * @param run enters the engine
   */
  private async executeAsync(
    write: () => void,
    run: () => number,
    { limits, signal, sliceMs }: AsyncOptions,
  ): Promise<LuaResult> {
    if (this.isRunning) throw busy();
    this.refuseBroken();
    if (signal?.aborted) throw new LuaLimitError('aborted', 0, 0, { cause: signal.reason });
    this.governor.begin(limits, signal, true);
    this.asynchronous = 'paused';
    try {
      let slice = () => this.runSlice(write, run);
      for (let slices = 0; ; slices++) {
        const pauseTime = takeTurnNow(sliceMs) ?? (await takeNextTurn(sliceMs));
        if (this.failure !== undefined) throw this.giveUp();
        if (this.governor.endsSuspended()) throw this.endSuspended(slices > 0);
        this.governor.beginSlice(pauseTime);
        const result = slice();
        if ((result & statusMask) !== Status.suspended) return this.leave(result, recorded);
        slice = result >>> statusBits === Suspension.wait ? await this.waitForPromise(signal) : this.proceed;
      }
    } finally {
      this.asynchronous = undefined;
    }
  }

  private runSlice(write: () => void, run: () => number): number {
    this.asynchronous = 'running';
    this.promise = undefined;
    this.encoder.begin();
    if (this.references.hasUnused) this.releaseUnused();
    this.inEngine = false;
    this.depth++;
    const result = this.enter(write, run);
    if ((result & statusMask) === Status.suspended) {
      this.depth--;
      this.hosts.settle();
      this.asynchronous = 'paused';
    } else {
      this.asynchronous = undefined;
    }
    return result;
  }

  private readonly proceed = (): number =>
    this.runSlice(
      () => {},
      () => this.engine.exports.proceed(0),
    );

  /** How to go on once the promise is settled, or the execution is to end. */
  private async waitForPromise(signal: AbortSignal | undefined): Promise<() => number> {
    const promise = this.promise as Promise<unknown>;
    const isTimed = this.dialect.waitingIsTimed;
    let settled: Settlement | undefined;
    this.asynchronous = 'waiting';
    if (!isTimed) this.governor.stopClock();
    while (!settled && this.failure === undefined && !this.governor.endsSuspended()) {
      settled = await settlement(promise, {
        milliseconds: isTimed ? this.governor.timeLeft : Number.POSITIVE_INFINITY,
        signal,
        onWaiting: (wakeUp) => {
          this.wakeUp = wakeUp;
        },
      });
      this.wakeUp = undefined;
    }
    this.governor.startClock();
    this.asynchronous = 'paused';
    this.governor.lookSoon();
    const found = settled;
    return found ? () => this.proceedWith(found) : this.proceed;
  }

  private proceedWith(settled: Settlement): number {
    let results = 0;
    const write = () => {
      results =
        settled.status === 'fulfilled' ? this.writeResult(settled.value) : this.writeThrown(settled.reason);
    };
    return this.runSlice(write, () => this.engine.exports.proceed(results));
  }

  /** The state broke while the execution was suspended: something that was called meanwhile did it. */
  private giveUp(): unknown {
    this.asynchronous = undefined;
    this.finishExecution(true);
    if (!(this.failure instanceof TornStateError)) return this.brokenError();
    const limitError = this.governor.endError('');
    this.rebuild();
    return limitError;
  }

  /** Ends the execution while it is suspended, or before it has begun. */
  private endSuspended(hasBegun: boolean): unknown {
    if (hasBegun) this.engine.exports.end_suspended();
    this.asynchronous = undefined;
    this.finishExecution(true);
    const error = this.governor.endError(hasBegun ? this.traceback() : '');
    this.settleOutput();
    return error;
  }

  /** An entry by its values and its call of the engine; the lesser ones do not count as executions. */
  private operate(values: readonly unknown[], run: () => number, outcome: Outcome = unrecorded): LuaResult {
    this.begin(this.limits, undefined, false);
    return this.leave(
      this.enter(() => this.encoder.writeAll(values), run),
      outcome,
    );
  }

  private enter(write: () => void, run: () => number): number {
    try {
      write();
      this.inEngine = true;
      return run();
    } catch (error) {
      throw this.abandon(error);
    }
  }

  private begin(limits: ResolvedLimits, signal: AbortSignal | undefined, timed: boolean): void {
    this.refuseBroken();
    if (signal?.aborted) throw new LuaLimitError('aborted', 0, 0, { cause: signal.reason });
    if (this.depth === 0 && this.asynchronous === undefined) {
      this.governor.begin(limits, signal, timed);
    } else if (this.governor.ended) {
      throw this.governor.endError('');
    } else if (this.depth === 0 && this.asynchronous !== 'waiting') {
      throw busy();
    }
    this.encoder.begin();
    if (this.references.hasUnused) this.releaseUnused();
    this.inEngine = false;
    this.depth++;
  }

  private refuseBroken(): void {
    if (this.failure === undefined) return;
    throw this.failure instanceof TornStateError ? this.governor.endError('') : this.brokenError();
  }

  private leave(result: number, { record, asRef, asBytes }: Outcome): LuaResult {
    this.finish(record === true);
    const table = asRef && (result & statusMask) === Status.ok ? this.decoder.placeOfTable() : undefined;
    if (table === undefined) return this.readResults(result, asBytes);
    this.settleOutput();
    return new LuaTableHandle(this, this.references, table);
  }

  private finishExecution(record: boolean): void {
    this.governor.finish(record);
    const { known } = this;
    this.known = undefined;
    known?.end(this.governor.ended && this.governor.endError(''));
  }

  private finish(record: boolean): void {
    if (--this.depth === 0 && this.asynchronous === undefined) this.finishExecution(record);
    this.hosts.settle();
  }

  private readResults(result: number, asBytes?: boolean): LuaResult {
    const status = result & statusMask;
    if (status !== Status.ok && status !== Status.notAFunction) {
      if (this.governor.ended) this.wakeUp?.();
      const error = this.scriptError(status);
      this.settleOutput();
      throw error;
    }
    let results: LuaResult;
    try {
      results = this.decoder.readResults(result >>> statusBits, asBytes);
    } catch (error) {
      if (!CorruptSlotsError.isOne(error)) throw error;
      this.failure = error;
      throw this.brokenError();
    }
    this.settleOutput();
    return results;
  }

  /** At the end of an execution, what it wrote is written, lines without an end included. */
  private settleOutput(): void {
    if (this.isRunning) return;
    this.flushFiles();
    this.services.streams.finish();
  }

  /** Something other than a Lua error came out of the engine, or of the values for it. */
  private abandon(error: unknown): unknown {
    if (this.depth === 1 && this.asynchronous === 'running') this.asynchronous = undefined;
    this.finish(true);
    if (error === inputMemoryError) return this.memoryError('');
    if (!this.inEngine) return error;
    this.failure ??= error;
    if (!(this.failure instanceof TornStateError)) return this.brokenError();
    const limitError = this.governor.endError('');
    if (!this.isRunning) this.rebuild();
    else this.wakeUp?.();
    return limitError;
  }

  private flushFiles(): void {
    if (this.files && this.files.openCount > 0) this.engine.exports.flush_files();
  }

  private host(): Host {
    return {
      look: () => this.governor.look(),
      brake: () => this.governor.brake(),
      warning: () => this.writeWarning(),
      hook: (event, line, name, size) => this.callHook(event, line, name, size),
      call: (id, count) => this.callHost(id, count),
      retain: (id) => this.hosts.retain(id),
      release: (id) => this.hosts.release(id),
      clock: (which) => (which === 0 ? Date.now() : performance.now()) / 1000,
    };
  }

  /** A host function called by Lua: whatever happens in it becomes a value for the engine to return. */
  private callHost(id: number, count: number): number {
    const { governor } = this;
    const previous = enterExecution(this);
    try {
      const result =
        id < serviceCount
          ? this.services.serve(id, count, this.decoder, governor)
          : this.callWithSlots(this.hosts.get(id) as HostFunction, count);
      if (this.failure !== undefined) throw this.failure;
      if (governor.ended) return HostCall.ended;
      governor.hostReturned();
      if (id < serviceCount) {
        this.encoder.begin();
        this.encoder.writeAll(result as readonly unknown[]);
        return (result as readonly unknown[]).length;
      }
      if (typeof result === 'object' && isPromise(result)) return this.waitFor(result);
      this.encoder.begin();
      return this.writeResult(result);
    } catch (error) {
      return this.writeThrown(error);
    } finally {
      enterExecution(previous);
      this.inEngine = true;
    }
  }

  private waitFor(promise: Promise<unknown>): number {
    promise.catch(() => {}); // it is no concern of the process if the script ends before it is rejected
    if (this.asynchronous === undefined) {
      throw new LuaStateError(
        'a host function returned a promise, for which only an asynchronous execution can wait: use executeScriptAsync',
      );
    }
    if (this.asynchronous === 'waiting') {
      throw new LuaStateError(
        'a host function returned a promise to a function that was called while the execution waits for another: only the execution itself can wait',
      );
    }
    this.promise = promise;
    return HostCall.wait;
  }

  /** @returns how many values there are, or why there are none, as the engine expects it */
  private writeResult(result: unknown): number {
    if (result === undefined) return 0;
    try {
      if (typeof result === 'object' && result instanceof MultipleResults) {
        this.encoder.writeAll(result.values);
        return result.values.length;
      }
      this.encoder.write(result);
      return 1;
    } catch (error) {
      return this.writeThrown(error);
    }
  }

  get execution(): Execution {
    this.known ??= new Execution(() => this.governor.remaining);
    return this.known;
  }

  /** Spreading an array costs more than the rest of a call with few arguments. */
  private callWithSlots(host: HostFunction, count: number): unknown {
    const { decoder } = this;
    decoder.begin();
    // converters may enter Lua, so everything is read before the first of them runs
    switch (this.converters.hasFromLua ? Number.NaN : count) {
      case 0:
        return host();
      case 1:
        return host(decoder.next());
      case 2:
        return host(decoder.next(), decoder.next());
      case 3:
        return host(decoder.next(), decoder.next(), decoder.next());
      default:
        return host(...decoder.readAll(count));
    }
  }

  /** The debug hook: what it throws ends the execution. */
  private callHook(event: number, line: number, name: number, size: number): number {
    const { governor } = this;
    try {
      this.hook.call(event, line, () => (size === 0 ? '' : decodeText(this.engine.u8, name, size)));
      if (this.failure !== undefined) throw this.failure;
      governor.hostReturned();
    } catch (error) {
      if (this.failure !== undefined) throw this.failure;
      governor.fail(error);
    } finally {
      this.inEngine = true;
    }
    return governor.ended ? Verdict.end : Verdict.goOn;
  }

  private writeThrown(error: unknown): number {
    if (CorruptSlotsError.isOne(error)) this.failure ??= error;
    // of a broken state no frame must go on: this exception, and no other, takes all of them away
    if (this.failure !== undefined) throw this.failure;
    if (this.governor.ended) return HostCall.ended;
    if (error === inputMemoryError) return HostCall.memoryError;
    try {
      this.encoder.begin();
      this.encoder.writeThrown(error);
    } catch {
      this.encoder.begin();
      this.encoder.write('not enough memory for the error of a host function');
    }
    return HostCall.error;
  }

  private writeWarning(): number {
    const warning = this.governor.takeWarning();
    if (!warning) return 0;
    this.encoder.begin();
    this.encoder.write(warning.utilization);
    this.encoder.write(warning.resource);
    return 1;
  }

  private releaseUnused(): void {
    for (const place of this.references.takeUnused()) this.engine.exports.release(place);
  }

  /** Seeds math.random anew: from the option `seed`, or the host's entropy. */
  seedRandom(): void {
    const [low, high] = this.seed === undefined ? randomSeed() : [this.seed, 0];
    this.engine.set(Field.randomSeed, low);
    this.setUp(() => this.operate([low, high], () => this.engine.exports.seed()));
  }

  private brokenError(): LuaStateError {
    return new LuaStateError(
      'the Lua state broke (native stack exhausted, hostile bytecode, or a fault of the engine): reset() it',
      {
        cause: this.failure,
      },
    );
  }

  private scriptError(status: number): unknown {
    const traceback = this.traceback();
    if (status === Status.ended) return withTraceback(this.governor.endError(traceback), traceback);
    if (status === Status.memoryError) return this.memoryError(traceback);
    this.decoder.begin();
    const message = this.decoder.nextText();
    const value = this.errorValue();
    if (status === Status.syntaxError) return new LuaSyntaxError(message, this.chunkName);
    if (isError(value)) return withTraceback(value, traceback);
    const isForeign = (typeof value === 'object' || typeof value === 'function') && this.hosts.has(value);
    return new LuaError(message, isForeign ? { traceback, value, cause: value } : { traceback, value });
  }

  /** null where its conversion is refused: the error itself is more important. */
  private errorValue(): unknown {
    try {
      return this.decoder.next();
    } catch {
      return null;
    }
  }

  private memoryError(traceback: string): LuaLimitError {
    const wanted = this.engine.get(Field.memoryUsed) + this.engine.get(Field.memoryWanted);
    return new LuaLimitError('memory', wanted, this.engine.get(Field.memoryLimit), { traceback });
  }

  private traceback(): string {
    const { engine } = this;
    return decodeText(engine.u8, engine.get(Field.traceback), engine.get(Field.tracebackSize));
  }
}

function busy(): LuaStateError {
  return new LuaStateError(
    'this LuaContext is busy with an asynchronous execution: await that first, or use another context',
  );
}

function resumeResult(found: LuaResult): ResumeResult {
  const [status, ...values] = Array.isArray(found) ? found : [found as LuaValue];
  return { status: threadStatusNames[status as number] as ResumeResult['status'], values };
}

const statusMask = (1 << statusBits) - 1;

/** Proxies may refuse to tell. */
function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

/** The Lua stack of an error that JavaScript threw, without a change to what it shows of itself. */
function withTraceback(error: unknown, traceback: string): unknown {
  if (isError(error) && !(error instanceof LuaError) && Object.isExtensible(error)) {
    Object.defineProperty(error, 'luaTraceback', { value: traceback, configurable: true, writable: true });
  }
  return error;
}
