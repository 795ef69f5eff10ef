import { longestDelay } from '../platform/longest-delay.ts';

/** What became of a promise. */
export type Settlement =
  | { readonly status: 'fulfilled'; readonly value: unknown }
  | { readonly status: 'rejected'; readonly reason: unknown };

/** What else ends the waiting for a promise. */
export interface Interruptions {
  readonly milliseconds: number;
  readonly signal: AbortSignal | undefined;
  /** Is handed a function that ends the waiting. */
  readonly onWaiting: (wakeUp: () => void) => void;
}

/** Only the platform's own promises are waited for: an object with a field `then` is an object. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

/** Waits until a promise is settled; undefined if the waiting was interrupted. */
export function settlement(
  promise: Promise<unknown>,
  { milliseconds, signal, onWaiting }: Interruptions,
): Promise<Settlement | undefined> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (settled?: Settlement) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
      resolve(settled);
    };
    const interrupt = () => end();
    if (milliseconds !== Number.POSITIVE_INFINITY) {
      timer = setTimeout(interrupt, Math.min(Math.ceil(milliseconds), longestDelay));
    }
    signal?.addEventListener('abort', interrupt);
    onWaiting(interrupt);
    settled(promise).then(
      (value) => end({ status: 'fulfilled', value }),
      (reason: unknown) => end({ status: 'rejected', reason }),
    );
  });
}

/** A promise of a subclass may have a `then` of its own, which may throw. */
function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.then === Promise.prototype.then ? promise : new Promise((resolve) => resolve(promise));
}
