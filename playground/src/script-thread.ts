import type { FromWorker, HeapSample, Outcome, Script, ToWorker } from './messages.ts';

/** So long a script that was stopped may take to hear of it, in milliseconds; one inside a library function does not. */
const patience = 300;

export interface Page {
  printed(lines: readonly string[], dropped: number): void;
  cleared(): void;
  progress(sample: HeapSample): void;
}

interface Running {
  readonly script: Script;
  readonly page: Page;
  readonly start: number;
  readonly heap: HeapSample[];
  readonly resolve: (outcome: Outcome) => void;
}

/** The web worker in which scripts run, one at a time. One that does not answer is ended, and the next run has another. */
export class ScriptThread {
  /** The names that scripts find, once the thread is ready to run one. @throws (rejects) if it cannot be loaded */
  readonly names: Promise<readonly string[]>;
  private worker: Worker | undefined;
  private running: Running | undefined;
  private gotNames: (names: readonly string[]) => void = () => {};
  private noNames: (error: Error) => void = () => {};
  private deadline: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.names = new Promise((resolve, reject) => {
      this.gotNames = resolve;
      this.noNames = reject;
    });
    this.worker = this.start();
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Runs a script; one at a time. */
  run(script: Script, page: Page): Promise<Outcome> {
    return new Promise((resolve) => {
      this.running = { script, page, start: performance.now(), heap: [{ time: 0, bytes: 0 }], resolve };
      this.post({ run: script });
    });
  }

  stop(): void {
    if (!this.running || this.deadline !== undefined) return;
    this.post({ stop: true });
    this.deadline = setTimeout(
      () => this.lose('the script was stopped, and its thread with it', 'aborted'),
      patience,
    );
  }

  private start(): Worker {
    const worker = new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    worker.onerror = ({ message }) =>
      this.lose(message || 'the code of the worker cannot be loaded', undefined);
    return worker;
  }

  private post(message: ToWorker): void {
    this.worker ??= this.start();
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker): void {
    const { running } = this;
    if ('names' in message) this.gotNames(message.names);
    else if (!running) return;
    else if ('printed' in message) running.page.printed(message.printed, message.dropped);
    else if ('cleared' in message) running.page.cleared();
    else if ('sample' in message) {
      running.heap.push(message.sample);
      running.page.progress(message.sample);
    } else this.finish(message.outcome);
  }

  private lose(message: string, resource: 'aborted' | undefined): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.noNames(new Error(message));
    const { running } = this;
    if (!running) return;
    const wallTime = performance.now() - running.start;
    const peakMemory = Math.max(...running.heap.map(({ bytes }) => bytes));
    this.finish({
      failure: { message, traceback: '', line: undefined, resource },
      usage: { instructions: undefined, peakMemory, wallTime },
      limits: running.script.limits,
      profile: undefined,
      heap: running.heap,
      holdings: undefined,
    });
  }

  private finish(outcome: Outcome): void {
    clearTimeout(this.deadline);
    this.deadline = undefined;
    this.running?.resolve(outcome);
    this.running = undefined;
  }
}
