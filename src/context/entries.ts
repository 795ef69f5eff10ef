import { CorruptStateError } from '../bridge/corrupt-state.ts';
import type { Decoder } from '../bridge/decoder.ts';
import { type Encoder, inputMemoryError } from '../bridge/encoder.ts';
import type { HostObjects } from '../bridge/host-objects.ts';
import type { References } from '../bridge/references.ts';
import type { LuaTableHandle } from '../bridge/table-handle.ts';
import type { LuaInput, LuaResult } from '../bridge/values.ts';
import { Status, statusBits } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import { type Governor, TornStateError } from '../limits/governor.ts';
import { LuaLimitError } from '../limits/limit-error.ts';
import type { ResolvedLimits } from '../limits/script-limits.ts';
import type { Activity } from './activity.ts';
import type { Execution } from './execution.ts';
import { brokenError, busyError, type ScriptErrors } from './script-errors.ts';

/** What becomes of an entry into Lua. */
export interface Outcome {
  /** Whether it was an execution, whose usage is to be kept. */
  readonly record?: boolean;
  /** Whether a table is to arrive as a handle; then there is but one result. */
  readonly asRef?: boolean;
  /** How the results are read, if not as those of a call. */
  readonly read?: (decoder: Decoder, count: number) => unknown;
}

export const recorded: Outcome = { record: true };
const unrecorded: Outcome = {};

/** What the entries need of the state that they lead into. */
export interface EntryContext {
  readonly engine: Engine;
  readonly governor: Governor;
  readonly activity: Activity;
  readonly hosts: HostObjects;
  readonly references: References;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  readonly errors: ScriptErrors;
  readonly limits: ResolvedLimits;
  readonly strict: boolean;
  /** Whether scripts may have files, which may have something to write at the end of any execution. */
  readonly hasFiles: boolean;
  tableHandle(place: number): LuaTableHandle;
  /** Makes the state anew after a limit tore it. */
  rebuild(): void;
  /** At the end of an execution, what it wrote is written, lines without an end included. */
  finishOutput(): void;
}

const statusMask = (1 << statusBits) - 1;

/** What an entry returns that left one value in the out slots. */
const oneValue = (1 << statusBits) | Status.ok;

/** How an entry ended: one of Status. */
export function statusOf(result: number): number {
  return result & statusMask;
}

/** How many values it left in the out slots, or what else its status says that the number is. */
export function numberOf(result: number): number {
  return result >>> statusBits;
}

/**
 * The ways into Lua: each begins, enters the engine and is left, whatever happens. Nothing that either side
 * throws crosses the other's frames. A trap of the engine, which no script can cause but a full native stack
 * can, makes the state unusable until it is reset.
 */
export class Entries {
  private readonly context: EntryContext;
  private readonly engine: Engine;
  private readonly governor: Governor;
  private readonly activity: Activity;
  private readonly encoder: Encoder;
  private readonly references: References;
  private readonly hosts: HostObjects;
  private readonly decoder: Decoder;
  /** Aborts the signal of an execution that was ended, which its listeners have not been told. */
  private untoldEnd: (() => void) | undefined;

  constructor(context: EntryContext) {
    this.context = context;
    this.engine = context.engine;
    this.governor = context.governor;
    this.activity = context.activity;
    this.encoder = context.encoder;
    this.references = context.references;
    this.hosts = context.hosts;
    this.decoder = context.decoder;
    this.activity.needsSettling = context.hasFiles;
  }

  /**
   * Calls a Lua function with at most two arguments: the most frequent entry, so the only one without closures and an
   * array of values, which cost time.
   */
  callWithFew(place: number, count: number, first: LuaInput, second: LuaInput): LuaResult {
    this.begin();
    let result: number;
    try {
      for (let i = 0; i < count; i++) this.encoder.write(i === 0 ? first : second);
      this.activity.inEngine = true;
      result = this.engine.exports.call(place, count);
    } catch (error) {
      throw this.abandon(error);
    }
    if (result !== oneValue || !this.hasSimpleEnd) {
      this.finish(true);
      return this.readResults(result);
    }
    this.activity.depth = 0;
    this.governor.finish(true);
    return this.decoder.firstSimple() ?? this.readValues(1);
  }

  /** An entry by its values and its call of the engine; the lesser ones do not count as executions. */
  operate(values: readonly unknown[], run: () => number, outcome: Outcome = unrecorded): LuaResult {
    this.governor.keepUsage();
    this.begin();
    return this.leave(
      this.enter(() => this.encoder.writeAll(values), run),
      outcome,
    );
  }

  /** A synchronous execution. */
  execute(
    write: () => void,
    run: () => number,
    limits: ResolvedLimits,
    signal: AbortSignal | undefined,
  ): LuaResult {
    this.beginTimed(limits, signal);
    return this.leave(this.enter(write, run), recorded);
  }

  /** Several entries as one, which share one budget: what they bring out of Lua is gathered by the host. */
  together<T>(work: () => T): T {
    this.governor.keepUsage();
    this.begin();
    this.engine.exports.gather(1);
    let gathered: T | undefined;
    let failure: { readonly error: unknown } | undefined;
    try {
      gathered = work();
    } catch (error) {
      failure = { error };
    }
    this.engine.exports.gather(0);
    this.finish(false);
    this.mendTorn();
    if (failure) throw this.settleFailure(failure.error);
    this.settleOutput();
    this.tellEnd();
    return gathered as T;
  }

  /** @throws LuaStateError, or the limit that tore it, if the state is broken */
  refuseBroken(): void {
    const { failure } = this.activity;
    if (failure !== undefined) throw this.refusal(failure);
  }

  private refusal(failure: unknown): unknown {
    return failure instanceof TornStateError ? this.governor.endError('') : brokenError(failure);
  }

  private begin(): void {
    if (this.activity.isIdle) this.governor.begin(this.context.limits);
    else this.beginWithin(undefined);
    this.prepare();
  }

  private beginTimed(limits: ResolvedLimits, signal: AbortSignal | undefined): void {
    if (this.activity.isIdle && !signal?.aborted) this.governor.beginTimed(limits, signal);
    else this.beginWithin(signal);
    this.prepare();
  }

  /** An entry that is a part of the execution under way, if it is possible at all. */
  private beginWithin(signal: AbortSignal | undefined): void {
    const { activity } = this;
    this.refuseBroken();
    if (signal?.aborted) throw abortedError(signal);
    if (this.governor.ended) throw this.governor.endError('');
    if (activity.depth === 0 && activity.asynchronous !== 'waiting') throw busyError();
  }

  /** Before values are written for the engine. */
  prepare(): void {
    if (this.references.hasUnused) this.releaseUnused();
    this.encoder.begin();
    this.activity.inEngine = false;
    this.activity.depth++;
  }

  enter(write: () => void, run: () => number): number {
    try {
      write();
      this.activity.inEngine = true;
      return run();
    } catch (error) {
      throw this.abandon(error);
    }
  }

  leave(result: number, { record, asRef, read }: Outcome): LuaResult {
    const { context } = this;
    this.finish(record === true);
    const table = asRef && statusOf(result) === Status.ok ? context.decoder.placeOfTable() : undefined;
    if (table === undefined) return this.readResults(result, read);
    this.settleOutput();
    return context.tableHandle(table);
  }

  /** Something other than a Lua error came out of the engine, or of the values for it. */
  private abandon(error: unknown): unknown {
    const { activity, context } = this;
    const { inEngine } = activity;
    if (!inEngine && activity.depth === 1 && activity.asynchronous === undefined) this.engine.forgetPeak();
    if (activity.depth === 1 && activity.asynchronous === 'running') activity.asynchronous = undefined;
    this.finish(true);
    if (error === inputMemoryError) return context.errors.memoryError();
    if (!inEngine && !CorruptStateError.isOne(error)) return error;
    activity.failure ??= error;
    const refusal = this.refusal(activity.failure);
    this.mendTorn();
    this.tellEnd();
    return refusal;
  }

  /** A state that a limit tore is made anew as soon as nothing runs in it. */
  private mendTorn(): void {
    const { activity, context } = this;
    if (!(activity.failure instanceof TornStateError)) return;
    if (!activity.isRunning) context.rebuild();
    else activity.wakeUp?.();
  }

  /** Whether leaving the present entry ends an execution, of which nothing is to be seen to but what it used. */
  private get hasSimpleEnd(): boolean {
    const { depth, asynchronous, needsSettling } = this.activity;
    return depth === 1 && asynchronous === undefined && !needsSettling && !this.hosts.hasFresh;
  }

  private finish(record: boolean): void {
    const { activity } = this;
    if (--activity.depth > 0) {
      activity.inEngine = true; // whence this one was made
    } else if (activity.asynchronous === undefined) {
      this.finishExecution(record);
    }
    if (this.hosts.hasFresh) this.hosts.settle();
  }

  finishExecution(record: boolean): void {
    this.governor.finish(record);
    if (this.activity.needsSettling) this.forgetHostCalls();
  }

  private forgetHostCalls(): void {
    this.activity.unawaited.forget();
    if (this.activity.execution) this.endExecution(this.activity.execution);
  }

  private endExecution(execution: Execution): void {
    this.activity.execution = undefined;
    const error = this.governor.ended && this.governor.endError('');
    if (error === undefined) execution.end(undefined);
    else this.untoldEnd = () => execution.end(error);
  }

  /** Last of all that an end brings about: listeners may begin another execution. */
  tellEnd(): void {
    const tell = this.untoldEnd;
    this.untoldEnd = undefined;
    tell?.();
  }

  private readResults(result: number, read?: Outcome['read']): LuaResult {
    const { context, activity } = this;
    const status = statusOf(result);
    if (status !== Status.ok && status !== Status.notAFunction) {
      if (this.governor.ended) activity.wakeUp?.();
      throw this.settleFailure(context.errors.ofStatus(status));
    }
    return this.readValues(numberOf(result), read);
  }

  private readValues(count: number, read?: Outcome['read']): LuaResult {
    let results: LuaResult;
    try {
      results = read ? (read(this.decoder, count) as LuaResult) : this.decoder.readResults(count);
    } catch (error) {
      throw this.unreadable(error);
    }
    if (this.activity.needsSettling) this.settleOutput();
    return results;
  }

  private unreadable(error: unknown): unknown {
    if (!CorruptStateError.isOne(error)) return this.settleFailure(error);
    this.activity.failure = error;
    return brokenError(error);
  }

  settleOutput(): void {
    if (this.activity.isRunning) return;
    this.activity.needsSettling = this.context.hasFiles;
    try {
      this.governor.warnLate();
    } finally {
      this.context.finishOutput();
    }
  }

  /** The error that an execution ends with, in whose place nothing comes that the print handler throws now. */
  settleFailure(error: unknown): unknown {
    try {
      this.settleOutput();
    } catch {}
    this.tellEnd();
    return error;
  }

  /** A call of the engine that enters no Lua: a trap breaks the state, as it does in an entry. */
  operateAside<T>(run: () => T): T {
    this.governor.keepUsage();
    try {
      return run();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.activity.failure = error;
      throw brokenError(error);
    }
  }

  private releaseUnused(): void {
    const unused = this.references.takeUnused();
    this.operateAside(() => {
      for (const place of unused) this.engine.exports.release(place);
    });
  }
}

export function abortedError(signal: AbortSignal): LuaLimitError {
  return new LuaLimitError('aborted', 0, 0, { cause: signal.reason });
}
