import type { WorkerPool } from '#platform';
import { LuaConversionError } from '../bridge/errors.ts';
import { LuaLimitError } from '../limits/limit-error.ts';
import { onAbort } from './abort-listeners.ts';
import { uncarry } from './carried-error.ts';
import { LuaExecutorClosedError, LuaQueueFullError, LuaWorkerError } from './errors.ts';
import type { Execution } from './execution.ts';
import type { Reply } from './job.ts';
import type { Lanes } from './lanes.ts';
import type { Monitor } from './monitor.ts';
import { PriorityQueue } from './priority-queue.ts';
import { keepReport } from './reports.ts';
import { watch } from './watchdog.ts';

export interface DispatcherOptions {
  readonly poolSize: number;
  readonly maxQueue: number;
  readonly graceMs: number;
  /** Told of a job under way that is aborted, besides what its lane says. */
  readonly onAbort: (job: number) => void;
}

const largestJobNumber = 2 ** 31 - 1;

/** Hands executions to workers, one to each; the others wait. Ends workers that are silent for too long. */
export class Dispatcher {
  private readonly options: DispatcherOptions;
  private readonly lanes: Lanes;
  private readonly monitor: Monitor;
  private readonly queue = new PriorityQueue<Execution>();
  private readonly freeLanes: number[];
  private pool: WorkerPool | undefined;
  private failure: LuaWorkerError | undefined;
  private closed = false;
  private lastJob = 0;
  private whenIdle: (() => void) | undefined;

  constructor(options: DispatcherOptions, lanes: Lanes, monitor: Monitor) {
    this.options = options;
    this.lanes = lanes;
    this.monitor = monitor;
    this.freeLanes = Array.from({ length: options.poolSize }, (_, lane) => lane).reverse();
  }

  get running(): number {
    return this.options.poolSize - this.freeLanes.length;
  }

  get queued(): number {
    return this.queue.size;
  }

  /** Begins with the executions that have waited for the pool. */
  open(pool: WorkerPool): void {
    this.pool = pool;
    this.startWaiting();
  }

  /** There will be no pool. */
  fail(cause: Error): void {
    this.failure = new LuaWorkerError(`the workers cannot be started: ${cause.message}`, { cause });
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      next.forget?.();
      this.refuse(next, this.failure, 'worker');
    }
    this.startWaiting();
  }

  submit(execution: Execution): void {
    const { signal, priority = 0 } = execution.options;
    if (this.failure) this.refuse(execution, this.failure, 'worker');
    else if (signal?.aborted) this.refuse(execution, abortError(signal, 0), 'aborted');
    else if (this.closed) this.refuse(execution, new LuaExecutorClosedError(), 'refused');
    else if (this.pool && this.freeLanes.length > 0) this.start(execution, this.pool);
    else if (this.queue.size >= this.options.maxQueue + this.freeLanes.length) {
      this.refuse(execution, new LuaQueueFullError(this.options.maxQueue), 'refused');
    } else {
      this.queue.push(execution, priority);
      if (signal) listen(execution, signal, () => this.abortWaiting(execution, signal));
    }
  }

  /** Refuses what comes, and resolves when all that came before has ended. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.running === 0 && this.queued === 0) return;
    const before = this.whenIdle;
    await new Promise<void>((resolve) => {
      this.whenIdle = () => {
        before?.();
        resolve();
      };
    });
  }

  private startWaiting(): void {
    while (this.pool && this.freeLanes.length > 0) {
      const next = this.queue.shift();
      if (!next) break;
      this.start(next, this.pool);
    }
    if (this.running === 0 && this.queued === 0) this.whenIdle?.();
  }

  private start(execution: Execution, pool: WorkerPool): void {
    const { request, limits, options } = execution;
    const lane = this.freeLanes.pop() as number;
    const number = this.lastJob === largestJobNumber ? 1 : this.lastJob + 1;
    this.lastJob = number;
    execution.startedAt = performance.now();
    execution.forget?.();
    const task = pool.run({ ...request, limits: limits.limits, number, lane }, options.transfer ?? []);
    const end = (silence: (elapsed: number) => Error, allowed: number) => {
      execution.stopWatching?.();
      execution.stopWatching = watch(this.lanes, lane, number, allowed, (elapsed) => {
        execution.verdict = silence(elapsed);
        task.end();
      });
    };
    if (limits.timeout < Number.POSITIVE_INFINITY) {
      end((elapsed) => this.silenceError(elapsed, limits.timeout), limits.timeout + this.options.graceMs);
    }
    const { signal } = options;
    if (signal) {
      listen(execution, signal, () => {
        this.lanes.abort(lane, number);
        this.options.onAbort(number);
        const soFar = this.lanes.elapsed(lane, number) ?? 0;
        end((elapsed) => abortError(signal, elapsed), soFar + this.options.graceMs);
      });
    }
    task.answer.then(
      (reply) => this.leave(execution, lane, () => this.settle(execution, reply as Reply)),
      (error) => this.leave(execution, lane, () => this.lose(execution, error)),
    );
  }

  private leave(execution: Execution, lane: number, settle: () => void): void {
    execution.forget?.();
    execution.stopWatching?.();
    this.freeLanes.push(lane);
    this.monitor.timed(execution.startedAt - execution.queuedAt, performance.now() - execution.startedAt);
    settle();
    this.startWaiting();
  }

  private settle(execution: Execution, reply: Reply): void {
    const { usage, warnings, profile, trace } = reply;
    const report = { usage, warnings, ...(profile && { profile }), ...(trace && { trace }) };
    this.monitor.reported(report);
    if (reply.ok) {
      this.monitor.ended('ok');
      execution.resolve({ value: reply.value, ...report });
      return;
    }
    const error = withReason(uncarry(reply.error), execution.options.signal);
    keepReport(error, report);
    if (error instanceof LuaLimitError) this.monitor.limited(error, execution);
    this.monitor.ended(error instanceof LuaLimitError ? error.resource : 'error');
    execution.reject(error);
  }

  /** No reply: the job could not be posted, the worker was ended, or it failed. */
  private lose(execution: Execution, error: Error): void {
    const { verdict } = execution;
    if (verdict instanceof LuaLimitError) {
      this.monitor.limited(verdict, execution);
      this.monitor.ended(verdict.resource);
      execution.reject(verdict);
    } else if (error.name === 'DataCloneError') {
      this.monitor.ended('error');
      execution.reject(
        new LuaConversionError(`args or globals cannot be copied to a worker: ${error.message}`),
      );
    } else {
      this.monitor.failed(error);
      this.monitor.ended('worker');
      execution.reject(
        verdict ?? new LuaWorkerError(`the script's worker failed: ${error.message}`, { cause: error }),
      );
    }
  }

  private refuse(execution: Execution, error: Error, end: 'aborted' | 'refused' | 'worker'): void {
    this.monitor.ended(end);
    execution.reject(error);
  }

  private abortWaiting(execution: Execution, signal: AbortSignal): void {
    this.queue.remove(execution);
    execution.forget?.();
    this.refuse(execution, abortError(signal, 0), 'aborted');
  }

  private silenceError(elapsed: number, timeout: number): Error {
    const cause = new LuaWorkerError(
      `the worker did not answer within ${this.options.graceMs} ms after the timeout, and was replaced (graceMs)`,
    );
    return new LuaLimitError('time', elapsed, timeout, { cause });
  }
}

function listen(execution: Execution, signal: AbortSignal, listener: () => void): void {
  const forget = onAbort(signal, listener);
  execution.forget = () => {
    forget();
    execution.forget = undefined;
  };
}

function abortError(signal: AbortSignal, elapsed: number): LuaLimitError {
  return new LuaLimitError('aborted', elapsed, 0, { cause: signal.reason });
}

/** The reason stays in its own thread, and is put back here. */
function withReason(error: Error, signal: AbortSignal | undefined): Error {
  if (!(error instanceof LuaLimitError && error.resource === 'aborted' && signal)) return error;
  const { used, limit, traceback } = error;
  return new LuaLimitError('aborted', used, limit, { traceback, cause: signal.reason });
}
