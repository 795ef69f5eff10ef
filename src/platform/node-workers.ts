/** Worker threads of Node.js, through piscina, which is loaded when the first pool is opened. */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { type MessagePort as NodePort, parentPort, workerData } from 'node:worker_threads';
import type { WorkerPool, WorkerPoolOptions } from './worker-pool.ts';

export type { WorkerPool };

const isSource = import.meta.url.endsWith('.ts');

export async function openWorkerPool(options: WorkerPoolOptions): Promise<WorkerPool> {
  const { Piscina } = await import('piscina');
  const { size, heapMegabytes, start, onMessage, onReplaced, onError } = options;
  const pool = new Piscina({
    filename: new URL(isSource ? '../executor/worker.ts' : '../executor/worker.js', import.meta.url).href,
    name: 'runJob',
    minThreads: size,
    maxThreads: size,
    workerData: start,
    recordTiming: false,
    ...(heapMegabytes && { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } }),
    ...(isSource && { execArgv: ['--import', typescriptLoader()] }),
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
