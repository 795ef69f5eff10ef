/** What scripts of the executor's tests find as global variables. JavaScript, as workers load it. */

export const rate = 0.19;

export const double = (value) => 2 * value;

export const apply = (fn, value) => fn(value);

export const doubleLater = async (value) => 2 * value;

/** Never returns, as a host function with a fault does. */
export function hang() {
  for (;;);
}

export function fail() {
  throw Object.assign(new RangeError('no such account'), { code: 'ERR_ACCOUNT' });
}

export function leave() {
  process.exit(7);
}

/** Fails where nobody can catch it, while the script waits. */
export async function failLater() {
  queueMicrotask(() => {
    throw new Error('too late');
  });
  await new Promise(() => {});
}

const kept = [];

/** Keeps a function past the end of its script. */
export const keep = (fn) => kept.push(fn);

export const callKept = () => kept.at(-1)();

/** Takes all the memory that the worker may have. */
export function exhaust() {
  const all = [];
  for (;;) all.push(new Array(1e6).fill({}));
}

class Account {
  balance = 10;
}

export const account = () => new Account();
