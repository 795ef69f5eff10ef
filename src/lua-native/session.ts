import { LuaError } from '../bridge/errors.ts';
import type { ContextCore } from '../context/context-core.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { busy, closed, closedTo, type Subject, translate } from './errors.ts';

const aValue: Subject = { name: 'value' };

/** Where an asynchronous run would be in lua-native, which decides what host functions may do in it. */
export type Run = 'worker' | 'main';

/** A context, what it is doing, and the one way into it: all that it throws is translated. */
export class Session {
  lua!: LuaContext;
  /** What `lua` is made of. */
  core!: ContextCore;
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
    if (this.isClosed) throw closedTo(subject);
    if (this.run) throw busy();
    this.calls++;
    try {
      return work(this.lua);
    } catch (error) {
      throw translate(error, subject);
    } finally {
      this.calls--;
    }
  }

  checkOpen(): void {
    if (this.isClosed) throw closed();
  }

  /** @throws Error saying why the state cannot be taken away now */
  checkFree(method: string): void {
    if (this.isClosed) throw closed(`${method}() is unavailable: `);
    if (this.run) throw busy();
    if (this.callbacks > 0) {
      throw new Error(
        `${method}() cannot be called while Lua is executing (from inside a host callback, metamethod, or __gc finalizer)`,
      );
    }
    if (this.conversions > 0 || this.calls > 0) {
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
    if (run === 'worker') this.checkWorker(method);
    this.checkIdle();
    this.run = run;
    this.cancelled = false;
    return this.follow(work, subject);
  }

  /** @throws Error if the context is closed, or an asynchronous run is under way */
  checkIdle(): void {
    this.checkOpen();
    if (this.run) throw busy();
  }

  private checkWorker(method: string): void {
    if (this.isClosed) throw closed(`${method}() is unavailable: `);
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
      throw this.run === 'main' && isYield(error) ? noYield() : translate(error, subject);
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

  /** Calls a function of the user's for a script. */
  callBack<T>(work: () => T): T {
    this.callbacks++;
    try {
      return work();
    } finally {
      this.callbacks--;
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

/** Of the script itself, which is no coroutine of its author's. */
function isYield(error: unknown): boolean {
  return error instanceof LuaError && error.message === 'attempt to yield from outside a coroutine';
}

function noYield(): Error {
  return new Error(
    'coroutine.yield is not supported at the top level of execute_async or call_async; only awaiting a host Promise ' +
      'suspends execution. Use resume_async() to drive a coroutine that yields',
  );
}
