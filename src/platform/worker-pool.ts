/** A pool of worker threads, as every platform that has threads offers it. */

/** Its workers load `executor/worker.ts`, whose `runJob` runs a task. */
export interface WorkerPoolOptions {
  readonly size: number;
  /** The most that JavaScript may have in use in each worker, where that can be set; undefined: what is usual. */
  readonly heapMegabytes: number | undefined;
  /** Where the code of web workers is; undefined: where the bundler has put it. */
  readonly workerUrl: string | URL | undefined;
  /** What `threadStart` returns in a worker. */
  readonly start: unknown;
  /** What a worker posts by `postToMain`. */
  readonly onMessage: (message: unknown) => void;
  /** A worker has ended other than by `close`; there is a new one. */
  readonly onReplaced: () => void;
  /** A worker has failed that was not running a task. */
  readonly onError: (error: Error) => void;
}

/** A task under way. */
export interface WorkerTask {
  /** Rejects with what the task throws, or when its worker ends. */
  readonly answer: Promise<unknown>;
  /** Ends the worker that runs it, and that one alone. */
  end(): void;
}

export interface WorkerPool {
  run(task: unknown, transfer: readonly ArrayBuffer[]): WorkerTask;
  close(): Promise<void>;
}
