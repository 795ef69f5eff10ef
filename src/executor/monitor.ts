import type { LuaLimitError } from '../limits/limit-error.ts';
import type { Execution } from './execution.ts';
import type { ExecutionReport } from './job.ts';
import type { ExecutorLogger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { type ExecutionEnd, Statistics } from './statistics.ts';

/** Everything that is told of executions: to `stats()`, to OpenTelemetry and to the logger. */
export class Monitor {
  readonly statistics = new Statistics();
  private metrics: Metrics | undefined;
  /** What happened before the metrics were loaded. */
  private untold: ((metrics: Metrics) => void)[] = [];
  private readonly logger: ExecutorLogger | undefined;

  constructor(logger: ExecutorLogger | undefined) {
    this.logger = logger;
  }

  connect(metrics: Metrics): void {
    this.metrics = metrics;
    for (const tell of this.untold) tell(metrics);
    this.untold = [];
  }

  ended(end: ExecutionEnd): void {
    this.statistics.recordEnd(end);
    this.tell((metrics) => metrics.recordEnd(end));
  }

  /** Milliseconds. */
  timed(queueTime: number, runTime: number): void {
    this.statistics.recordTimes(queueTime, runTime);
    this.tell((metrics) => metrics.recordTimes(queueTime, runTime));
  }

  reported({ usage, warnings }: ExecutionReport): void {
    this.statistics.recordUsage(usage, warnings.length);
    this.tell((metrics) => metrics.recordUsage(usage, warnings));
  }

  limited(error: LuaLimitError, { request, options }: Execution): void {
    if (!this.logger) return;
    const { message, resource, used, limit, traceback } = error;
    const chunkName = request.chunkName ?? '(none)';
    const profile = options.profile ?? '(default)';
    const { logger } = this;
    attempt(() => logger.warn(message, { resource, used, limit, chunkName, profile, traceback }));
  }

  workerReplaced(): void {
    this.statistics.workersReplaced++;
    this.tell((metrics) => metrics.recordReplacement());
  }

  failed(error: Error): void {
    attempt(() => this.logger?.error('a worker of the LuaExecutor failed', { error }));
  }

  private tell(fact: (metrics: Metrics) => void): void {
    if (this.metrics) fact(this.metrics);
    else this.untold.push(fact);
  }
}

/** A logger that throws must not cost the executions of which it was told. */
function attempt(log: () => void): void {
  try {
    log();
  } catch {}
}
