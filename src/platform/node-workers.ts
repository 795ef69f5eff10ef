/** Worker threads of Node.js, through piscina, which is loaded when the first pool is opened. */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { type MessagePort as NodePort, parentPort, workerData } from 'node:worker_threads';

export interface WorkerPoolOptions {
  /** The file that workers load. */
  readonly url: URL;
  /** The function it exports that runs a task. */
  readonly run: string;
  readonly size: number;
  /** The most that JavaScript may have in use in each worker; undefined: what Node.js allows. */
  readonly heapMegabytes: number | undefined;
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

export async function openWorkerPool(options: WorkerPoolOptions): Promise<WorkerPool> {
  const { Piscina } = await import('piscina');
  const { url, run, size, heapMegabytes, start, onMessage, onReplaced, onError } = options;
  const pool = new Piscina({
    filename: url.href,
    name: run,
    minThreads: size,
    maxThreads: size,
    workerData: start,
    recordTiming: false,
    ...(heapMegabytes && { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } }),
    ...(url.pathname.endsWith('.ts') && { execArgv: ['--import', typescriptLoader()] }),
  });
  let closing = false;
  pool.on('message', onMessage);
  pool.on('error', onError);
  pool.on('workerDestroy', () => closing || onReplaced());
  return {
    run(task, transfer) {
      const signal = new EventEmitter();
      const answer = pool.run(task, { signal, transferList: [...transfer] });
      return { answer, end: () => signal.emit('abort') };
    },
    async close() {
      closing = true;
      await pool.destroy();
    },
  };
}

/** For the sources of this library as they are, in its own tests. */
function typescriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

export function threadStart(): unknown {
  return workerData;
}

export function postToMain(message: unknown, transfer: readonly MessagePort[]): void {
  parentPort?.postMessage(message, transfer as readonly never[]);
}

/** Listens without keeping the thread from ending. */
export function listenIdly(
  port: MessagePort,
  onMessage: (message: unknown) => void,
  onClose?: () => void,
): void {
  const nodePort = port as unknown as NodePort;
  nodePort.on('message', onMessage);
  if (onClose) nodePort.on('close', onClose);
  nodePort.unref();
}

export function processorCount(): number {
  return availableParallelism();
}
