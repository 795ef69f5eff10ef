import type { WorkerPool, WorkerPoolOptions } from './worker-pool.ts';

/**
 * What the library needs of the platform that it runs on. Each module of this folder that package.json names
 * under `#platform` offers all of it; conditional exports choose one.
 */
export interface Platform {
  /**
   * The engine, where it can be had at once: a module, or the bytes of one.
   * undefined where it has to be loaded first (`loadEngine`).
   */
  readEngine(): WebAssembly.Module | BufferSource | undefined;

  /** The same for those who can wait. */
  fetchEngine(): Promise<WebAssembly.Module | BufferSource>;

  /** @throws Error if there is no such file, or no files at all */
  readTextFile(path: string): Uint8Array;

  /** The same without blocking. */
  readTextFileAsync(path: string): Promise<Uint8Array>;

  /**
   * The bytes of a file below a folder: so many at most, since scripts may have written it.
   * @throws Error if there is none, it is larger, or the name leads out of the folder
   */
  readFileInside(folder: string, name: string, most: number): Uint8Array;

  /** A folder as scripts see it, for the system calls of the C library. @throws Error if there is none */
  readonly Folder: new (
    path: string,
    writable: boolean,
  ) => object;

  /** Where relative paths begin; undefined where there are no files, or paths do not begin with a slash. */
  workingDirectory(): string | undefined;

  /** Calls back once the event loop has dealt with what is waiting for it. */
  afterThisTurn(callback: () => void): void;

  /** Two random 32-bit integers. */
  randomSeed(): readonly [number, number];

  /** The SHA-256 of some bytes: 32 bytes. */
  sha256(bytes: Uint8Array): Uint8Array;

  /** Where `print` and `io.write` write to, unless the host says otherwise: written when it returns. */
  writeOutput(text: string | Uint8Array): void;

  /** Where scripts write errors and warnings to. */
  writeErrorOutput(text: string | Uint8Array): void;

  /** The URL of a module named by a URL or, where there are files, by the path of one. */
  toModuleUrl(module: string | URL): string;

  /** How many threads may run at once. */
  processorCount(): number;

  /** @throws (rejects with) Error where there are no worker threads */
  openWorkerPool(options: WorkerPoolOptions): Promise<WorkerPool>;

  /** Listens without keeping the thread from ending. */
  listenIdly(port: MessagePort, onMessage: (message: unknown) => void, onClose?: () => void): void;
}
