import { LuaStateError } from '../bridge/errors.ts';
import type { HostFunction } from '../bridge/values.ts';

const most = 4;

/**
 * Promises of host functions that the execution does not wait for. A script that calls from where it cannot wait,
 * such as a comparator, gets an error, which it can catch to call again: what the functions have begun would pile up.
 */
export class UnawaitedPromises {
  private readonly pending = new Set<Promise<unknown>>();
  private readonly functions = new WeakSet<HostFunction>();

  /** Until the execution waits for it, if it does. */
  add(promise: Promise<unknown>, host: HostFunction): void {
    const settle = () => this.pending.delete(promise);
    promise.then(settle, settle);
    this.pending.add(promise);
    this.functions.add(host);
  }

  delete(promise: Promise<unknown>): void {
    this.pending.delete(promise);
  }

  /** The execution is over. */
  forget(): void {
    if (this.pending.size > 0) this.pending.clear();
  }

  /** @throws LuaStateError instead of one more promise */
  check(host: HostFunction): void {
    if (this.pending.size < most || !this.functions.has(host)) return;
    throw new LuaStateError(
      `a host function that returns promises was called while ${this.pending.size} are pending that the script cannot wait for: call it where it can`,
    );
  }
}
