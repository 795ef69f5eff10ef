import { randomSeed } from '#platform';
import { Decoder } from '../bridge/decoder.ts';
import { Encoder, InputMemoryError } from '../bridge/encoder.ts';
import { LuaError, LuaOptionError, LuaStateError, LuaSyntaxError } from '../bridge/errors.ts';
import { FunctionHandles } from '../bridge/function-handles.ts';
import { HostObjects } from '../bridge/host-objects.ts';
import { decodeText } from '../bridge/text.ts';
import type { HostFunction, LuaInput } from '../bridge/values.ts';
import { Field, HostCall, hostPrint, Status, statusBits } from '../engine/abi.ts';
import { Engine, type Host } from '../engine/engine.ts';
import { Image } from '../engine/image.ts';
import { engineModule } from '../engine/module.ts';
import { Governor } from '../limits/governor.ts';
import { LuaLimitError } from '../limits/limit-error.ts';
import { memoryCeiling, type ResolvedLimits } from '../limits/script-limits.ts';
import { libraryMask } from './libraries.ts';
import type { PrintHandler, ResolvedContextOptions } from './options.ts';

const sealSandbox = 1;
const sealBytecode = 2;

/** Images of states with just their libraries, by what `open` was told. */
const freshImages = new Map<string, Image>();

/** How far WebAssembly memory may grow: the second wall behind Lua's own limit. */
function wall(maxMemory: number): number {
  return Math.min(memoryCeiling, Math.max(2 ** 28, 2 * maxMemory + 2 ** 24));
}

/**
 * One Lua state with its engine and governor, and the one way into it: `enter`. Nothing that either side
 * throws crosses the other's frames; a trap of the engine, which no script can cause but a full native
 * stack can, makes the state unusable until it is reset.
 */
export class State {
  readonly engine: Engine;
  readonly governor: Governor;
  readonly encoder: Encoder;
  readonly hosts = new HostObjects(hostPrint + 1);
  readonly functions: FunctionHandles;
  private readonly decoder: Decoder;
  private readonly image: Image;
  private readonly limits: ResolvedLimits;
  private readonly seed: number | undefined;
  private readonly print: PrintHandler;
  private depth = 0;
  private failure: unknown;

  constructor(options: ResolvedContextOptions, print: PrintHandler) {
    this.limits = options.limits;
    this.seed = options.seed;
    this.print = print;
    this.image = freshImage(options);
    this.engine = new Engine(engineModule(), this.host(), wall(options.limits.maxMemory), this.image);
    this.governor = new Governor(this.engine, options.onWarning);
    this.functions = new FunctionHandles((place, args) => this.call(place, args));
    this.encoder = new Encoder(this.engine, this.hosts, this.functions);
    this.decoder = new Decoder(this.engine, this.hosts, this.functions);
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

  /** Back to the libraries alone, with a new seed. Everything that JavaScript held of the state is stale. */
  reset(): void {
    this.engine.restore(this.image);
    this.hosts.clear();
    this.functions.clear();
    this.failure = undefined;
    this.seedRandom();
  }

  /**
   * Writes values for Lua, runs an entry point, and reads what it leaves.
   * @param write writes the in slots
   * @param run calls an entry point of the engine and returns its result
   */
  enter(
    limits: ResolvedLimits,
    signal: AbortSignal | undefined,
    write: () => void,
    run: () => number,
  ): unknown {
    if (this.failure !== undefined) throw this.brokenError();
    const outermost = this.depth === 0;
    if (!outermost && this.governor.ended) throw this.governor.endError('');
    if (signal?.aborted) throw new LuaLimitError('aborted', 0, 0, { cause: signal.reason });
    if (outermost) {
      this.governor.begin(limits, signal);
      this.releaseUnused();
    }
    this.encoder.begin();
    this.depth++;
    let result: number;
    try {
      write();
      result = run();
    } catch (error) {
      throw this.entryError(error);
    } finally {
      this.depth--;
      if (outermost) this.governor.finish();
    }
    this.hosts.settle();
    const status = result & ((1 << statusBits) - 1);
    if (status === Status.ok) return this.decoder.readResults(result >>> statusBits);
    throw this.scriptError(status, result >>> statusBits);
  }

  call(place: number, args: readonly LuaInput[]): never {
    return this.enter(
      this.limits,
      undefined,
      () => this.encoder.writeAll(args),
      () => this.engine.exports.call(place, args.length),
    ) as never;
  }

  private host(): Host {
    return {
      look: () => this.governor.look(),
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
      const args = this.decoder.readAll(count);
      const host = id === hostPrint ? this.print : (this.hosts.get(id) as HostFunction);
      const result: unknown = host(...(args as string[]));
      if (governor.ended) return HostCall.ended;
      governor.hostReturned();
      encoder.begin();
      if (id === hostPrint || result === undefined) return 0;
      encoder.write(result);
      return 1;
    } catch (error) {
      return this.writeThrown(error);
    }
  }

  private writeThrown(error: unknown): number {
    if (this.governor.ended) return HostCall.ended;
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
    for (const place of this.functions.takeUnused()) this.engine.exports.release(place);
  }

  private seedRandom(): void {
    const [low, high] = this.seed === undefined ? randomSeed() : [this.seed, 0];
    this.governor.begin(this.limits, undefined);
    this.engine.set(Field.randomSeed, low);
    this.encoder.begin();
    this.encoder.write(low);
    this.encoder.write(high);
    this.engine.exports.seed();
  }

  /** Something other than a Lua error came out of the engine, or of the values for it. */
  private entryError(error: unknown): unknown {
    if (error instanceof InputMemoryError) return this.memoryError('');
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      this.failure = error;
      return this.brokenError();
    }
    return error;
  }

  private brokenError(): LuaStateError {
    return new LuaStateError(
      'the Lua state broke (native stack exhausted, or a fault of the engine): reset() it',
      {
        cause: this.failure,
      },
    );
  }

  private scriptError(status: number, count: number): unknown {
    const traceback = this.traceback();
    if (status === Status.ended) return this.governor.endError(traceback);
    if (status === Status.memoryError) return this.memoryError(traceback);
    const [value, message] = this.decoder.readAll(count) as [unknown, string];
    if (status === Status.syntaxError) return new LuaSyntaxError(message);
    if (value instanceof Error) return withTraceback(value, traceback);
    const isForeign = typeof value === 'object' && value !== null && this.hosts.has(value);
    return new LuaError(message, isForeign ? { traceback, cause: value } : { traceback, value });
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

function freshImage(options: ResolvedContextOptions): Image {
  const mask = libraryMask(options.libraries);
  const seal = (options.libraries.sealed ? sealSandbox : 0) | (options.allowBytecode ? 0 : sealBytecode);
  const key = `${mask}:${seal}`;
  let image = freshImages.get(key);
  if (!image) {
    image = openState(mask, seal);
    freshImages.set(key, image);
  }
  return image;
}

function openState(mask: number, seal: number): Image {
  const nothing = () => 0;
  const host: Host = {
    look: nothing,
    warning: nothing,
    call: nothing,
    retain: nothing,
    release: nothing,
    clock: nothing,
  };
  const engine = new Engine(engineModule(), host, memoryCeiling);
  engine.set(Field.memoryLimit, memoryCeiling);
  engine.set(Field.memoryWarning, 0xffff_ffff);
  engine.set(Field.fuel, 2 ** 30);
  const status = engine.exports.open(mask, seal);
  if (status !== Status.ok) throw new Error(`the engine could not open a state (status ${status})`);
  return new Image(engine);
}

/** The Lua stack of an error that JavaScript threw, without a change to what it shows of itself. */
function withTraceback(error: Error, traceback: string): Error {
  if (Object.isExtensible(error)) {
    Object.defineProperty(error, 'luaTraceback', { value: traceback, configurable: true, writable: true });
  }
  return error;
}
