import type { Execution } from './execution.ts';
import { UnawaitedPromises } from './unawaited-promises.ts';

/** What a state is doing, which all ways into it and out of it have to know. */
export class Activity {
  /** How many entries into Lua are under way, one inside the other. */
  depth = 0;
  /** What the asynchronous execution under way is doing; nothing if there is none. */
  asynchronous: 'running' | 'paused' | 'waiting' | undefined;
  /** The promise that it waits for, or is about to. */
  promise: Promise<unknown> | undefined;
  readonly unawaited = new UnawaitedPromises();
  /** Ends its waiting, for it to look whether it is to end. */
  wakeUp: (() => void) | undefined;
  /** The present execution, once a host function has asked for it. */
  execution: Execution | undefined;
  /** Whether the engine's code is running, rather than the encoder on its behalf. */
  inEngine = false;
  /** What broke the state, which then is unusable until it is reset. */
  failure: unknown;
  /** Whether the end has output, promises or a signal to see to: the host was called, or scripts may have files. */
  needsSettling = false;

  /** Whether an execution may begin. */
  get isIdle(): boolean {
    return this.depth === 0 && this.asynchronous === undefined && this.failure === undefined;
  }

  get isRunning(): boolean {
    return this.depth > 0 || this.asynchronous !== undefined;
  }

  /** Whether an asynchronous execution is under way, but not at this moment. */
  get isSuspended(): boolean {
    return this.depth === 0 && this.asynchronous !== undefined;
  }
}
