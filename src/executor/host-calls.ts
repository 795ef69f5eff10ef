import { LuaStateError } from '../bridge/errors.ts';
import type { HostFunction } from '../bridge/values.ts';
import { type CarriedError, uncarry } from './carried-error.ts';
import { checkCloneable } from './cloneable.ts';
import type { JobPlace } from './lanes.ts';

/**
 * A script waits for each call, so there is more than one only where it calls from where it cannot wait, such as a
 * comparator: then this bounds what it can pile up in the main thread.
 */
const mostUnanswered = 4;

/** A call of a function of the main thread, on its way there. */
export interface HostCall {
  readonly id: number;
  /** The job whose script calls. */
  readonly job: JobPlace;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What the main thread posts to a worker. */
export type HostMessage =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: CarriedError }
  /** The number of a job that was aborted, for the worker that runs it. */
  | { readonly aborted: number };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The side of a worker: functions that post their calls to the main thread and return promises of its answers. */
export class HostCalls {
  /** What scripts find as global variables. */
  readonly functions: Readonly<Record<string, HostFunction>>;
  private readonly post: (call: HostCall) => void;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private job: JobPlace | undefined;

  constructor(names: readonly string[], post: (call: HostCall) => void) {
    this.post = post;
    this.functions = Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => this.call(name, args)]),
    );
  }

  /** A script starts. */
  begin(job: JobPlace): void {
    this.job = job;
  }

  settle(message: Exclude<HostMessage, { aborted: number }>): void {
    const waiting = this.waiting.get(message.id);
    if (!waiting) return; // its script has ended meanwhile
    this.waiting.delete(message.id);
    if ('error' in message) waiting.reject(uncarry(message.error));
    else waiting.resolve(message.value);
  }

  /** The script has ended: nobody waits any more. */
  forget(): void {
    this.job = undefined;
    this.waiting.clear();
  }

  private call(name: string, args: readonly unknown[]): Promise<unknown> {
    const { job, waiting } = this;
    if (!job) throw new LuaStateError(`${name} was called, but no script is running`);
    if (waiting.size >= mostUnanswered) {
      throw new LuaStateError(
        `${name} was called while ${waiting.size} calls of the main thread have no answer yet: call it where the script can wait for it`,
      );
    }
    for (const [i, arg] of args.entries()) checkCloneable(arg, `argument ${i + 1} of ${name}`);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      this.post({ id, job, name, args });
    });
  }
}
