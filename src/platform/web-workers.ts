/**
 * Web workers, for the pools of browsers. Vite and webpack find the file of the workers by the form of the call
 * that makes them, so it has to stand here as it does.
 */
import type { WorkerPool, WorkerPoolOptions, WorkerTask } from './worker-pool.ts';

export type { WorkerPool };

/** What a worker posts: the end of its task, or a message of its own. */
type FromWorker =
  | { readonly answer: unknown }
  | { readonly failure: unknown }
  | { readonly message: unknown };

/** What is posted to it: first what it starts with, then tasks. */
type ToWorker = { readonly start: unknown } | { readonly task: unknown };

interface Task {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The place of a worker. One that has ended is replaced when the next task comes: it may have failed to load. */
interface Slot {
  worker: Worker | undefined;
  task: Task | undefined;
}

const notFound =
  'the code of the web workers cannot be loaded. If the bundler does not find it, as esbuild and Rollup do not, ' +
  'give LuaExecutor the option workerUrl: inlineWorkerUrl() of tidelock/inline-worker';

export async function openWorkerPool(options: WorkerPoolOptions): Promise<WorkerPool> {
  const slots = Array.from({ length: options.size }, (): Slot => ({ worker: undefined, task: undefined }));
  for (const slot of slots) startWorker(slot, options);
  return {
    run: (task, transfer) => runTask(slots.find((slot) => !slot.task) as Slot, task, transfer, options),
    close: async () => {
      for (const { worker } of slots) worker?.terminate();
    },
  };
}

function startWorker(slot: Slot, options: WorkerPoolOptions): Worker {
  const worker = createWorker(options.workerUrl);
  slot.worker = worker;
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if ('message' in data) return options.onMessage(data.message);
    const { task } = slot;
    slot.task = undefined;
    if ('answer' in data) task?.resolve(data.answer);
    else task?.reject(data.failure);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    lose(slot, new Error(event.message || notFound), options);
  };
  worker.postMessage({ start: options.start } satisfies ToWorker);
  return worker;
}

/** @throws Error where there is no such URL: in bundles that are not modules, for one */
function createWorker(url: string | URL | undefined): Worker {
  if (url !== undefined) return new Worker(url, { type: 'module' });
  try {
    return new Worker(new URL('../executor/web-worker.js', import.meta.url), { type: 'module' });
  } catch (cause) {
    throw new Error(notFound, { cause });
  }
}

function runTask(
  slot: Slot,
  task: unknown,
  transfer: readonly ArrayBuffer[],
  options: WorkerPoolOptions,
): WorkerTask {
  let own: Task | undefined;
  const answer = new Promise((resolve, reject) => {
    const worker = slot.worker ?? startWorker(slot, options);
    worker.postMessage({ task } satisfies ToWorker, [...transfer]);
    slot.task = own = { resolve, reject };
  });
  const end = () => {
    if (own && slot.task === own) lose(slot, new Error('the worker was ended'), options);
  };
  return { answer, end };
}

function lose(slot: Slot, error: Error, options: WorkerPoolOptions): void {
  const { worker, task } = slot;
  worker?.terminate();
  slot.worker = slot.task = undefined;
  if (task) task.reject(error);
  else options.onError(error);
  options.onReplaced();
}

let start: unknown;

/** Inside a worker: begins with the first message, and then answers each task. */
export function serveTasks(load: () => Promise<(task: unknown) => unknown>): void {
  let ready: Promise<(task: unknown) => unknown> | undefined;
  addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
    if ('start' in data) {
      start = data.start;
      ready = load();
      ready.catch(() => {}); // the first task tells
      return;
    }
    try {
      postMessage({ answer: await (await ready)?.(data.task) } satisfies FromWorker);
    } catch (failure) {
      postMessage({ failure } satisfies FromWorker);
    }
  });
}

export function threadStart(): unknown {
  return start;
}

export function postToMain(message: unknown, transfer: readonly MessagePort[]): void {
  postMessage({ message } satisfies FromWorker, { transfer: [...transfer] });
}

export function listenIdly(port: MessagePort, onMessage: (message: unknown) => void): void {
  port.onmessage = ({ data }) => onMessage(data);
}

export function processorCount(): number {
  return navigator.hardwareConcurrency;
}
