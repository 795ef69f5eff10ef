import type { LuaResult } from '../bridge/values.ts';
import { Status, Suspension } from '../engine/abi.ts';
import { TornStateError } from '../limits/governor.ts';
import type { ResolvedLimits } from '../limits/script-limits.ts';
import { abortedError, type Entries, type EntryContext, numberOf, recorded, statusOf } from './entries.ts';
import type { HostCalls } from './host-calls.ts';
import { brokenError, busyError } from './script-errors.ts';
import { type Settlement, settlement } from './settlement.ts';
import { nextTurn, sliceEnd, takeTurnNow } from './turns.ts';

/** How an asynchronous execution runs. */
export interface AsyncOptions {
  readonly limits: ResolvedLimits;
  readonly signal: AbortSignal | undefined;
  readonly sliceMs: number;
}

/** Runs executions in slices, between which the event loop has its turn (engine/suspend.c). */
export class AsyncExecutions {
  private readonly context: EntryContext;
  private readonly entries: Entries;
  private readonly hostCalls: HostCalls;
  private readonly waitingIsTimed: boolean;

  constructor(context: EntryContext, entries: Entries, hostCalls: HostCalls, waitingIsTimed: boolean) {
    this.context = context;
    this.entries = entries;
    this.hostCalls = hostCalls;
    this.waitingIsTimed = waitingIsTimed;
  }

  /**
   * @param write writes the values for the engine
   * @param run enters the engine
   */
  async execute(
    write: () => void,
    run: () => number,
    { limits, signal, sliceMs }: AsyncOptions,
  ): Promise<LuaResult> {
    const { activity, governor } = this.context;
    if (activity.isRunning) throw busyError();
    this.entries.refuseBroken();
    if (signal?.aborted) throw abortedError(signal);
    governor.beginTimed(limits, signal);
    activity.asynchronous = 'paused';
    try {
      let slice = () => this.runSlice(write, run);
      for (let slices = 0; ; slices++) {
        const pauseTime = takeTurnNow(sliceMs) ?? (await this.waitForTurn(sliceMs, signal));
        if (activity.failure !== undefined) throw this.giveUp();
        if (governor.endsSuspended()) throw this.endSuspended(slices > 0);
        governor.beginSlice(pauseTime);
        const result = slice();
        if (statusOf(result) !== Status.suspended) return this.entries.leave(result, recorded);
        slice = numberOf(result) === Suspension.wait ? await this.waitForPromise(signal) : this.proceed;
      }
    } finally {
      activity.asynchronous = undefined;
    }
  }

  private runSlice(write: () => void, run: () => number): number {
    const { activity, hosts } = this.context;
    activity.asynchronous = 'running';
    activity.promise = undefined;
    this.entries.prepare();
    const result = this.entries.enter(write, run);
    if (statusOf(result) === Status.suspended) {
      activity.depth--;
      hosts.settle();
      activity.asynchronous = 'paused';
    } else {
      activity.asynchronous = undefined;
    }
    return result;
  }

  private readonly proceed = (): number =>
    this.runSlice(
      () => {},
      () => this.context.engine.exports.proceed(0),
    );

  /** When the next slice is over; of no meaning if the execution is to end. */
  private async waitForTurn(sliceMs: number, signal: AbortSignal | undefined): Promise<number> {
    const turn = nextTurn();
    if (!(await this.settled(turn.come, signal, true))) turn.leave();
    return sliceEnd(sliceMs);
  }

  /** How to go on once the promise is settled, or the execution is to end. */
  private async waitForPromise(signal: AbortSignal | undefined): Promise<() => number> {
    const { activity, governor } = this.context;
    const promise = activity.promise as Promise<unknown>;
    activity.unawaited.delete(promise);
    activity.asynchronous = 'waiting';
    if (!this.waitingIsTimed) governor.stopClock();
    const settled = await this.settled(promise, signal, this.waitingIsTimed);
    governor.startClock();
    activity.asynchronous = 'paused';
    governor.lookSoon();
    return settled ? () => this.proceedWith(settled) : this.proceed;
  }

  /** What became of the promise; undefined if the execution is to end before it is settled. */
  private async settled(
    promise: Promise<unknown>,
    signal: AbortSignal | undefined,
    isTimed: boolean,
  ): Promise<Settlement | undefined> {
    const { activity, governor } = this.context;
    let settled: Settlement | undefined;
    while (!settled && activity.failure === undefined && !governor.endsSuspended()) {
      settled = await settlement(promise, {
        milliseconds: isTimed ? governor.timeLeft : Number.POSITIVE_INFINITY,
        signal,
        onWaiting: (wakeUp) => {
          activity.wakeUp = wakeUp;
        },
      });
      activity.wakeUp = undefined;
    }
    return settled;
  }

  private proceedWith(settled: Settlement): number {
    let results = 0;
    const write = () => {
      results = this.hostCalls.writeSettlement(settled);
    };
    return this.runSlice(write, () => this.context.engine.exports.proceed(results));
  }

  /** The state broke while the execution was suspended: something that was called meanwhile did it. */
  private giveUp(): unknown {
    const { activity, governor } = this.context;
    activity.asynchronous = undefined;
    this.entries.finishExecution(true);
    const isTorn = activity.failure instanceof TornStateError;
    const error = isTorn ? governor.endError('') : brokenError(activity.failure);
    if (isTorn) this.context.rebuild();
    this.entries.tellEnd();
    return error;
  }

  /** Ends the execution while it is suspended, or before it has begun. */
  private endSuspended(hasBegun: boolean): unknown {
    const { activity, governor, engine, errors } = this.context;
    try {
      if (hasBegun) this.entries.operateAside(() => engine.exports.end_suspended());
    } catch {
      return this.giveUp(); // it broke only now
    }
    activity.asynchronous = undefined;
    this.entries.finishExecution(true);
    return this.entries.settleFailure(governor.endError(hasBegun ? errors.traceback() : ''));
  }
}
