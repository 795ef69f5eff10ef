import type { ExecutionReport, Job } from './job.ts';
import type { ExecutionLimits } from './limits.ts';
import type { ExecuteOptions } from './options.ts';

/** What `LuaExecutor.execute` resolves to. */
export interface ExecutionResult<T> extends ExecutionReport {
  /** What the script returned: nothing, one value, or an array of several. */
  readonly value: T;
}

/** One execution on the side of the main thread. */
export interface Execution {
  readonly request: Pick<Job, 'script' | 'args' | 'globals' | 'chunkName'>;
  readonly limits: ExecutionLimits;
  readonly options: ExecuteOptions;
  readonly queuedAt: number;
  readonly resolve: (result: ExecutionResult<unknown>) => void;
  readonly reject: (error: unknown) => void;
  startedAt: number;
  /** Stops listening to the signal. */
  forget: (() => void) | undefined;
  /** Stops waiting for its worker to fall silent. */
  stopWatching: (() => void) | undefined;
  /** Why the worker that runs it was ended. */
  verdict: Error | undefined;
}
