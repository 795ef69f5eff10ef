import type { Usage } from '../limits/governor.ts';
import { type Distribution, Histogram } from './histogram.ts';

/**
 * How an execution ended: with a result, an error of the script, a limit, the loss of its worker; or `'refused'`, for a full
 * queue or a closed executor.
 */
export type ExecutionEnd =
  | 'ok'
  | 'error'
  | 'instructions'
  | 'memory'
  | 'time'
  | 'aborted'
  | 'worker'
  | 'refused';

/** What an executor has done since it was made (LuaExecutor.stats). */
export interface ExecutorStats {
  readonly poolSize: number;
  readonly running: number;
  readonly queued: number;
  /** Executions that have ended, and how. */
  readonly executions: number;
  readonly ends: Readonly<Record<ExecutionEnd, number>>;
  readonly warnings: number;
  /** Workers that were ended, or ended by themselves, and were replaced. */
  readonly workersReplaced: number;
  /** Milliseconds between `execute` and the start. */
  readonly queueTime: Distribution;
  /** Milliseconds between the start and the end, as the caller sees it. */
  readonly runTime: Distribution;
  readonly instructions: Distribution;
  /** Bytes of Lua heap at most. */
  readonly peakMemory: Distribution;
}

/** The counts behind `ExecutorStats`. */
export class Statistics {
  workersReplaced = 0;
  private readonly ends: Record<ExecutionEnd, number> = {
    ok: 0,
    error: 0,
    instructions: 0,
    memory: 0,
    time: 0,
    aborted: 0,
    worker: 0,
    refused: 0,
  };
  private warnings = 0;
  private readonly queueTime = new Histogram();
  private readonly runTime = new Histogram();
  private readonly instructions = new Histogram();
  private readonly peakMemory = new Histogram();

  recordEnd(end: ExecutionEnd): void {
    this.ends[end]++;
  }

  recordTimes(queueTime: number, runTime: number): void {
    this.queueTime.record(queueTime);
    this.runTime.record(runTime);
  }

  recordUsage({ instructions, peakMemory }: Usage, warnings: number): void {
    this.instructions.record(instructions);
    this.peakMemory.record(peakMemory);
    this.warnings += warnings;
  }

  summary(poolSize: number, running: number, queued: number): ExecutorStats {
    return {
      poolSize,
      running,
      queued,
      executions: Object.values(this.ends).reduce((sum, count) => sum + count),
      ends: { ...this.ends },
      warnings: this.warnings,
      workersReplaced: this.workersReplaced,
      queueTime: this.queueTime.summary(),
      runTime: this.runTime.summary(),
      instructions: this.instructions.summary(),
      peakMemory: this.peakMemory.summary(),
    };
  }
}
