import { setImmediate, setTimeout } from 'node:timers/promises';

/** Waits until the event loop has had its turn. */
export function nextTurn(): Promise<void> {
  return setImmediate();
}

/** A promise for a value that is settled in a later turn. */
export function later<T>(value: T): Promise<T> {
  return setTimeout(0, value);
}

/** A promise, and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

export function deferred<T = unknown>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}
