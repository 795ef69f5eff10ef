/** For platforms without worker threads. */
import type { WorkerPool } from './worker-pool.ts';

export type { WorkerPool };

/** @throws (rejects with) Error always */
export async function openWorkerPool(): Promise<never> {
  throw new Error('there are no worker threads here; use LuaContext');
}

export function processorCount(): number {
  return 1;
}

export function listenIdly(port: MessagePort, onMessage: (message: unknown) => void): void {
  port.onmessage = ({ data }) => onMessage(data);
}
