import { randomSeed } from '#platform';
import { type ConversionOptions, Converters } from '../bridge/conversion.ts';
import { LuaCoroutine } from '../bridge/coroutine.ts';
import { CorruptSlotsError, Decoder, type DecoderContext } from '../bridge/decoder.ts';
import { Encoder, type EncoderContext, InputMemoryError } from '../bridge/encoder.ts';
import { LuaError, LuaOptionError, LuaStateError, LuaSyntaxError } from '../bridge/errors.ts';
import type { HeldValues, ResumeResult } from '../bridge/held-values.ts';
import { HostObjects } from '../bridge/host-objects.ts';
import { type Hold, References } from '../bridge/references.ts';
import { LuaTableHandle } from '../bridge/table-handle.ts';
import { tableProxy } from '../bridge/table-proxy.ts';
import { decodeText } from '../bridge/text.ts';
import { LuaUserdata } from '../bridge/userdata.ts';
import type { HostFunction, LuaFunction, LuaInput, LuaResult, LuaValue } from '../bridge/values.ts';
import {
  type Door,
  Field,
  HostCall,
  RefKind,
  Status,
  serviceCount,
  statusBits,
  ThreadStatus,
} from '../engine/abi.ts';
import { Engine, type Host } from '../engine/engine.ts';
import { Files } from '../engine/files.ts';
import type { Image } from '../engine/image.ts';
import { engineModule } from '../engine/module.ts';
import { Governor, TornStateError } from '../limits/governor.ts';
import { LuaLimitError } from '../limits/limit-error.ts';
import { memoryCeiling, type ResolvedLimits, resolveLimits } from '../limits/script-limits.ts';
import { freshImage } from './fresh-image.ts';
import type { HostServices } from './host-services.ts';
import type { ResolvedContextOptions } from './options.ts';

const pairsAtOnce = 64;

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

/**
 * One Lua state with its engine and governor, and all the ways into it. Nothing that either side throws
 * crosses the other's frames. A trap of the engine, which no script can cause but a full native stack can,
 * makes the state unusable until it is reset.
 */
export class State implements HeldValues, EncoderContext, DecoderContext {
  readonly engine: Engine;
  readonly governor: Governor;
  readonly hosts: HostObjects;
  readonly references = new References();
  readonly converters = new Converters();
  readonly conversion: ConversionOptions;
  readonly strict: boolean;
  /** Makes the state anew, with all that the host has put into it: called after one was torn by a limit. */
  rebuild: () => void = () => this.reset();
  /** The places of the metatables of objects that scripts see as userdata. */
  metatableOf: (object: object) => number | undefined = () => undefined;
  /** Kept, since the objects that have them count on their places. */
  private metatables: LuaTableHandle[] = [];
  private readonly encoder: Encoder;
  private readonly decoder: Decoder;
  private readonly image: Image;
  private readonly services: HostServices;
  private readonly files: Files | undefined;
  /** Those of the context, or none but its memory while the host sets the state up. */
  private limits: ResolvedLimits;
  private readonly contextLimits: ResolvedLimits;
  private readonly setUpLimits: ResolvedLimits;
  private readonly seed: number | undefined;
  private depth = 0;
  /** Whether the engine's code is running, rather than the encoder on its behalf. */
  private inEngine = false;
  private failure: unknown;
  private chunkName = '';

  constructor(options: ResolvedContextOptions, services: HostServices) {
    this.limits = this.contextLimits = options.limits;
    this.setUpLimits = { ...resolveLimits({}), maxMemory: options.limits.maxMemory };
    this.seed = options.seed;
    this.conversion = options.conversion;
    this.strict = options.conversion.strictConversion;
    this.services = services;
    this.hosts = new HostObjects(...new Array(serviceCount).fill(services));
    this.image = freshImage(options.libraries, options.allowBytecode);
    this.files = options.mounts.size > 0 ? new Files(options.mounts) : undefined;
    this.engine = new Engine(
      engineModule(),
      this.host(),
      memoryCeiling + memoryOverhead,
      this.image,
      this.files?.imports,
    );
    this.files?.attach(this.engine);
    this.governor = new Governor(this.engine, options.onWarning);
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
    this.seedRandom();
  }

  get isRunning(): boolean {
    return this.depth > 0;
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
    this.closeFiles();
    this.engine.restore(this.image);
    this.hosts.clear();
    this.references.clear();
    this.metatables = [];
    this.failure = undefined;
    this.seedRandom();
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

  run(chunk: Chunk, limits: ResolvedLimits, signal: AbortSignal | undefined): LuaResult {
    this.begin(limits, signal, true);
    this.chunkName = chunk.name;
    let result: number;
    try {
      if (typeof chunk.source === 'string') this.encoder.write(chunk.source);
      else this.encoder.writeBytes(chunk.source);
      this.encoder.write(chunk.name);
      this.encoder.write(chunk.environment);
      this.encoder.writeAll(chunk.args);
      this.inEngine = true;
      result = this.engine.exports.run(chunk.args.length, 0);
    } catch (error) {
      throw this.abandon(error);
    }
    return this.leave(result);
  }

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
    return this.leave(result);
  }

  /** @throws LuaOptionError if there is no function at the path */
  callGlobal(path: readonly string[], args: readonly LuaInput[]): LuaResult {
    let result = 0;
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
    let last: object | undefined; // stands for the key to go on from
    try {
      do {
        const table = place();
        const start = last ? this.references.placeOf(last) : 0;
        const found = this.operate([], () => this.engine.exports.get_pairs(table, start, pairsAtOnce));
        const [after, ...entries] = Array.isArray(found) ? found : [found];
        if (last) this.references.release(last);
        last = after === 0 ? undefined : this.references.bind({}, this.references.claim(after as number));
        for (let i = 0; i < entries.length; i += 2)
          yield [entries[i] as LuaValue, entries[i + 1] as LuaValue];
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
    const found = this.operate(args, () => this.engine.exports.resume(place, args.length), { record: true });
    const [status, ...values] = Array.isArray(found) ? found : [found as LuaValue];
    return { status: threadStatusNames[status as number] as ResumeResult['status'], values };
  }

  closeThread(place: number): void {
    this.operate([], () => this.engine.exports.close_thread(place));
  }

  /** The JavaScript object for a Lua value that crosses by reference. */
  reference(kind: number, place: number): LuaValue {
    switch (kind) {
      case RefKind.function:
        return this.references.identity(place, (hold) => this.functionOf(hold));
      case RefKind.thread:
        return this.references.identity(place, () => new LuaCoroutine(this, this.references));
      case RefKind.userdata:
        return this.references.identity(place, () => new LuaUserdata());
      default:
        return this.references.identity(place, () => tableProxy(this, this.references));
    }
  }

  private functionOf(hold: Hold): LuaFunction {
    return (...args) => this.call(this.references.check(hold), args);
  }

  /** An entry by its values and its call of the engine; the lesser ones do not count as executions. */
  private operate(values: readonly unknown[], run: () => number, outcome: Outcome = unrecorded): LuaResult {
    this.begin(this.limits, undefined, false);
    let result: number;
    try {
      this.encoder.writeAll(values);
      this.inEngine = true;
      result = run();
    } catch (error) {
      throw this.abandon(error);
    }
    return this.leave(result, outcome);
  }

  private begin(limits: ResolvedLimits, signal: AbortSignal | undefined, timed: boolean): void {
    if (this.failure !== undefined) {
      throw this.failure instanceof TornStateError ? this.governor.endError('') : this.brokenError();
    }
    if (signal?.aborted) throw new LuaLimitError('aborted', 0, 0, { cause: signal.reason });
    if (this.depth === 0) {
      this.governor.begin(limits, signal, timed);
      if (this.references.hasUnused) this.releaseUnused();
    } else if (this.governor.ended) {
      throw this.governor.endError('');
    }
    this.encoder.begin();
    this.inEngine = false;
    this.depth++;
  }

  private leave(result: number, { record, asRef, asBytes }: Outcome = recorded): LuaResult {
    if (--this.depth === 0) this.governor.finish(record === true);
    this.hosts.settle();
    const status = result & statusMask;
    if (status === Status.ok || status === Status.notAFunction) {
      const table = asRef ? this.decoder.placeOfTable() : undefined;
      const results =
        table === undefined
          ? this.readResults(result >>> statusBits, asBytes)
          : new LuaTableHandle(this, this.references, table);
      if (this.depth === 0) this.settleOutput();
      return results;
    }
    const error = this.scriptError(status);
    if (this.depth === 0) this.settleOutput();
    throw error;
  }

  private readResults(count: number, asBytes: boolean | undefined): LuaResult {
    try {
      return this.decoder.readResults(count, asBytes);
    } catch (error) {
      if (!(error instanceof CorruptSlotsError)) throw error;
      this.failure = error;
      throw this.brokenError();
    }
  }

  /** Something other than a Lua error came out of the engine, or of the values for it. */
  private abandon(error: unknown): unknown {
    if (--this.depth === 0) this.governor.finish(true);
    this.hosts.settle();
    if (error instanceof InputMemoryError) return this.memoryError('');
    if (!this.inEngine) return error;
    this.failure ??= error;
    if (!(this.failure instanceof TornStateError)) return this.brokenError();
    const limitError = this.governor.endError('');
    if (this.depth === 0) this.rebuild();
    return limitError;
  }

  /** What scripts have written goes where it belongs, now that none of them runs. */
  private settleOutput(): void {
    if (this.files) this.flushFiles();
    this.services.streams.finish();
  }

  private flushFiles(): void {
    if (this.files && this.files.openCount > 0) this.engine.exports.flush_files();
  }

  private host(): Host {
    return {
      look: () => this.governor.look(),
      brake: () => this.governor.brake(),
      warning: () => this.writeWarning(),
      call: (id, count) => this.callHost(id, count),
      retain: (id) => this.hosts.retain(id),
      release: (id) => this.hosts.release(id),
      clock: (which) => (which === 0 ? Date.now() : performance.now()) / 1000,
    };
  }

  /** A host function called by Lua: whatever happens in it becomes a value for the engine to return. */
  private callHost(id: number, count: number): number {
    const { governor, encoder } = this;
    try {
      const result =
        id < serviceCount
          ? this.services.serve(id, count, this.decoder, governor)
          : this.callWithSlots(this.hosts.get(id) as HostFunction, count);
      if (this.failure !== undefined) throw this.failure;
      if (governor.ended) return HostCall.ended;
      governor.hostReturned();
      encoder.begin();
      if (id < serviceCount) {
        encoder.writeAll(result as readonly unknown[]);
        return (result as readonly unknown[]).length;
      }
      if (result === undefined) return 0;
      encoder.write(result);
      return 1;
    } catch (error) {
      return this.writeThrown(error);
    } finally {
      this.inEngine = true;
    }
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

  private writeThrown(error: unknown): number {
    if (error instanceof CorruptSlotsError) this.failure ??= error;
    // of a broken state no frame must go on: this exception, and no other, takes all of them away
    if (this.failure !== undefined) throw this.failure;
    if (this.governor.ended) return HostCall.ended;
    if (error instanceof InputMemoryError) return HostCall.memoryError;
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

  private seedRandom(): void {
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
    if (status === Status.ended) return this.governor.endError(traceback);
    if (status === Status.memoryError) return this.memoryError(traceback);
    this.decoder.begin();
    const message = this.decoder.nextText();
    const value = this.errorValue();
    if (status === Status.syntaxError) return new LuaSyntaxError(message, this.chunkName);
    if (isError(value)) return withTraceback(value, traceback);
    const isForeign = typeof value === 'object' && value !== null && this.hosts.has(value);
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
function withTraceback(error: Error, traceback: string): Error {
  if (Object.isExtensible(error)) {
    Object.defineProperty(error, 'luaTraceback', { value: traceback, configurable: true, writable: true });
  }
  return error;
}
