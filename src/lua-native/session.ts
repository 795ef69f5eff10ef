import { LuaError } from '../bridge/errors.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { busy, closed, type Subject, translate } from './errors.ts';

const aValue: Subject = { name: 'value' };

/** Where an asynchronous run would be in lua-native, which decides what host functions may do in it. */
export type Run = 'worker' | 'main';

/** A context, what it is doing, and the one way into it: all that it throws is translated. */
export class Session {
  lua!: LuaContext;
  /** The asynchronous run that is under way. */
  run: Run | undefined;
  isClosed = false;
  /** How many host functions are being called. */
  callbacks = 0;
  /** How many calls of the user's are under way. */
  private calls = 0;
  /** How many converters of the user are being called. */
  conversions = 0;
  private cancelled = false;
  /** What promises were rejected with, by the messages that scripts got instead. */
  private readonly rejections = new Map<string, unknown>();

  /**
   * Does something that is not possible while the context is closed or busy.
   */
  enter<T>(work: (lua: LuaContext) => T, subject: Subject = aValue): T {
    this.checkOpen();
    if (this.run && this.callbacks === 0) throw busy();
    this.calls++;
    try {
      return this.translated(() => work(this.lua), subject);
    } finally {
      this.calls--;
    }
  }

  translated<T>(work: () => T, subject: Subject = aValue): T {
    try {
      return work();
    } catch (error) {
      throw translate(error, subject);
    }
  }

  checkOpen(): void {
    if (this.isClosed) throw closed();
  }

  /** Whether scripts are running, on whichever thread they would be. */
  get isExecuting(): boolean {
    return this.callbacks > 0 || (!this.isClosed && this.lua.isBusy());
  }

  /** @throws Error saying why the state cannot be taken away now */
  checkFree(method: string): void {
    if (this.run) throw busy();
    if (this.isExecuting) {
      throw new Error(
        `${method}() cannot be called while Lua is executing (from inside a host callback, metamethod, or __gc finalizer)`,
      );
    }
    if (this.calls > 0 || this.conversions > 0) {
      throw new Error(
        `${method}() cannot be called from inside another lua-native call (a type converter, a definition-object ` +
          'getter, or a Proxy trap running while that call converts its arguments or results)',
      );
    }
  }

  /** @throws Error at once if the context cannot begin an asynchronous run */
  start<T>(
    run: Run,
    method: string,
    work: (lua: LuaContext) => Promise<T>,
    subject: Subject = aValue,
  ): Promise<T> {
    this.checkOpen();
    if (run === 'worker') this.checkWorker(method);
    else if (this.run) throw busy();
    this.run = run;
    this.cancelled = false;
    return this.follow(work, subject);
  }

  private checkWorker(method: string): void {
    try {
      this.checkFree(method);
    } catch (error) {
      const reason = (error as Error).message;
      throw new Error(`${reason}: handing the state to a worker thread requires that nothing else holds it`);
    }
  }

  private async follow<T>(work: (lua: LuaContext) => Promise<T>, subject: Subject): Promise<T> {
    try {
      while (this.lua.isBusy()) await undefined; // it was started by a host function: once that is done
      if (this.cancelled) throw new Error('execution cancelled');
      return await work(this.lua);
    } catch (error) {
      if (error instanceof LuaError && typeof error.value === 'string' && this.rejections.has(error.value)) {
        throw this.rejections.get(error.value);
      }
      throw translate(error, subject);
    } finally {
      this.run = undefined;
      this.rejections.clear();
    }
  }

  cancel(): void {
    if (!this.run) return;
    this.cancelled = true;
    this.lua.cancel();
  }

  /** What scripts wait for instead of a promise: its rejection is text for them. */
  async settle(promise: Promise<unknown>): Promise<unknown> {
    try {
      const value = await promise;
      return value === undefined ? null : value;
    } catch (reason) {
      const message = reason instanceof Error ? reason.message : String(reason);
      this.rejections.set(message, reason);
      throw message;
    }
  }

  /** Calls a converter of the user's. */
  convert<T>(work: () => T): T {
    this.conversions++;
    try {
      return work();
    } finally {
      this.conversions--;
    }
  }
}
