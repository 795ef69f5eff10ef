import { openWorkerPool, processorCount, toModuleUrl, type WorkerPool } from '#platform';
import { LuaOptionError } from '../bridge/errors.ts';
import type { LuaResult } from '../bridge/values.ts';
import { engineModule, loadEngine } from '../context/load-engine.ts';
import { Dispatcher } from './dispatcher.ts';
import type { ExecutionResult } from './execution.ts';
import { HostAnswers } from './host-answers.ts';
import type { Script, WorkerStart } from './job.ts';
import { Lanes } from './lanes.ts';
import { LimitTable } from './limits.ts';
import { Monitor } from './monitor.ts';
import {
  checkExecuteOptions,
  checkExecutorOptions,
  type ExecuteOptions,
  type LuaExecutorOptions,
} from './options.ts';
import type { ExecutorStats } from './statistics.ts';

const noOptions: ExecuteOptions = {};

/**
 * Runs many scripts at once, on worker threads, each in a state like new and under limits of its own.
 *
 * ```ts
 * await using executor = new LuaExecutor({ securityLevel: 'strict' });
 * const { value } = await executor.execute('return 6 * ...', { args: [7] }); // 42
 * ```
 */
export class LuaExecutor {
  private readonly poolSize: number;
  private readonly limits: LimitTable;
  private readonly monitor: Monitor;
  private readonly answers: HostAnswers;
  private readonly dispatcher: Dispatcher;
  private readonly pool: Promise<WorkerPool>;

  /**
   * @throws LuaOptionError naming the option that is not what it must be
   * @throws LuaStateError in a page that may not share memory with workers
   */
  constructor(options: LuaExecutorOptions = {}) {
    checkExecutorOptions(options);
    const {
      securityLevel = 'normal',
      profiles = {},
      defaultLimits = {},
      maxQueue = 10_000,
      graceMs = 1_000,
    } = options;
    this.poolSize = options.poolSize ?? Math.max(1, processorCount() - 1);
    this.limits = new LimitTable(securityLevel, profiles, defaultLimits);
    this.monitor = new Monitor(options.logger);
    const lanes = new Lanes(this.poolSize);
    this.answers = new HostAnswers(options.host ?? {}, lanes);
    const onAbort = (job: number) => this.answers.abort(job);
    const { poolSize } = this;
    this.dispatcher = new Dispatcher({ poolSize, maxQueue, graceMs, onAbort }, lanes, this.monitor);
    this.pool = this.openPool(options, lanes);
    this.pool.catch((error) => this.dispatcher.fail(error));
  }

  /**
   * Runs a script in one of the workers.
   * @param source Lua source, the bytes of it, `{ file }`: the path of a file of it, or `{ bytecode }`: what
   *   `LuaContext.compile` made. Lua does not verify bytecode: pass none that you have not compiled yourself.
   * @throws (rejects with) what `LuaContext.executeScript` throws; `executionReport` tells what it used
   * @throws LuaConversionError if its results cannot leave the worker, or `args` and `globals` cannot enter it
   * @throws LuaQueueFullError at once if too many wait already
   * @throws LuaWorkerError if the worker was lost through no fault of the limits
   */
  execute<T = LuaResult>(source: Script, options: ExecuteOptions = noOptions): Promise<ExecutionResult<T>> {
    return new Promise<ExecutionResult<unknown>>((resolve, reject) => {
      checkScript(source);
      checkExecuteOptions(options);
      const { args, globals, chunkName, profile, limits } = options;
      this.dispatcher.submit({
        request: { script: source, args, globals, chunkName },
        limits: this.limits.of(profile, limits),
        options,
        queuedAt: performance.now(),
        startedAt: 0,
        resolve,
        reject,
        forget: undefined,
        stopWatching: undefined,
        verdict: undefined,
      });
    }) as Promise<ExecutionResult<T>>;
  }

  /** What the executor has done so far, and what it is doing. */
  stats(): ExecutorStats {
    const { running, queued } = this.dispatcher;
    return this.monitor.statistics.summary(this.poolSize, running, queued);
  }

  /** Refuses new scripts, waits for those that were accepted, and ends the workers. */
  async close(): Promise<void> {
    await this.dispatcher.close();
    const pool = await this.pool.catch(() => undefined); // those who waited for it have been told
    await pool?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async openPool(options: LuaExecutorOptions, lanes: Lanes): Promise<WorkerPool> {
    const {
      libraries = 'sandbox',
      binaryStrings = false,
      enableDebugHook = false,
      modules = {},
      hostModule,
      host = {},
    } = options;
    await loadEngine();
    const start: WorkerStart = {
      engine: engineModule(),
      lanes: lanes.memory,
      limits: this.limits.base,
      libraries,
      modules,
      binaryStrings,
      enableDebugHook,
      hostModule: hostModule === undefined ? undefined : toModuleUrl(hostModule),
      hostNames: Object.keys(host),
    };
    const { Metrics } = await import('./metrics.ts');
    this.monitor.connect(new Metrics());
    const pool = await openWorkerPool({
      size: this.poolSize,
      heapMegabytes: heapFor(this.limits.largestMemory),
      workerUrl: options.workerUrl,
      start,
      onMessage: (port) => this.answers.connect(port as MessagePort),
      onReplaced: () => this.monitor.workerReplaced(),
      onError: (error) => this.monitor.failed(error),
    });
    this.dispatcher.open(pool);
    return pool;
  }
}

/** Megabytes of JavaScript heap for what scripts with so much Lua heap pass in and out, and for the host's functions. */
function heapFor(luaBytes: number): number | undefined {
  return luaBytes === Number.POSITIVE_INFINITY ? undefined : Math.ceil(256 + (4 * luaBytes) / 2 ** 20);
}

function checkScript(source: Script): void {
  if (typeof source === 'string' || source instanceof Uint8Array) return;
  const { file, bytecode } = Object(source) as { readonly file?: unknown; readonly bytecode?: unknown };
  if (typeof file !== 'string' && !(bytecode instanceof Uint8Array)) {
    throw new LuaOptionError('source', source, 'Lua source, { file } or { bytecode }');
  }
}
