import { LuaStateError } from '../bridge/errors.ts';

const words = 4;
const startedWord = 0;
const startTimeWord = 1;
const finishedWord = 2;
const abortedWord = 3;

/** Where a job runs, and its number. */
export interface JobPlace {
  readonly lane: number;
  readonly number: number;
}

/**
 * Memory that the main thread shares with its workers: what became of the job in each lane. There are as many
 * lanes as workers. Jobs go by numbers, so what a worker that was given up writes late is told from what counts.
 */
export class Lanes {
  readonly memory: SharedArrayBuffer;
  private readonly i32: Int32Array;

  /** @throws LuaStateError in a page that may not share memory with workers */
  constructor(count: number | SharedArrayBuffer) {
    if (!('SharedArrayBuffer' in globalThis)) {
      throw new LuaStateError(
        'LuaExecutor needs memory that is shared with workers: serve the page with the headers ' +
          'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp',
      );
    }
    this.memory =
      typeof count === 'number' ? new SharedArrayBuffer(count * words * Int32Array.BYTES_PER_ELEMENT) : count;
    this.i32 = new Int32Array(this.memory);
  }

  start(lane: number, job: number): void {
    Atomics.store(this.i32, lane * words + startTimeWord, clock());
    Atomics.store(this.i32, lane * words + startedWord, job);
  }

  finish(lane: number, job: number): void {
    Atomics.store(this.i32, lane * words + finishedWord, job);
  }

  abort(lane: number, job: number): void {
    Atomics.store(this.i32, lane * words + abortedWord, job);
  }

  isFinished(lane: number, job: number): boolean {
    return Atomics.load(this.i32, lane * words + finishedWord) === job;
  }

  isAborted(lane: number, job: number): boolean {
    return Atomics.load(this.i32, lane * words + abortedWord) === job;
  }

  /** Whether a worker is at the job, and nobody has aborted it. */
  isUnderWay({ lane, number }: JobPlace): boolean {
    const isStarted = Atomics.load(this.i32, lane * words + startedWord) === number;
    return isStarted && !this.isFinished(lane, number) && !this.isAborted(lane, number);
  }

  /** Milliseconds since the worker began with a job; undefined if it has not. */
  elapsed(lane: number, job: number): number | undefined {
    if (Atomics.load(this.i32, lane * words + startedWord) !== job) return undefined;
    return (clock() - Atomics.load(this.i32, lane * words + startTimeWord)) | 0;
  }
}

/** Milliseconds, the same in all threads of the process; only differences count. */
function clock(): number {
  return (performance.timeOrigin + performance.now()) | 0;
}
