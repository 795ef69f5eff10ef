import { LuaOptionError } from '../bridge/errors.ts';
import type { HostFunction, LuaInput } from '../bridge/values.ts';

/** What a shared table may hold. */
export type SharedValue = LuaInput | HostFunction;

/** A context that did not get the present value. */
export interface SkippedContext {
  /** The LuaContext. */
  readonly context: object;
  /** `'busy'`: a script was running. `'disposed'`: it is no longer told. `'failed'`: see `error`. */
  readonly reason: 'busy' | 'disposed' | 'failed';
  /** Why the value could not be passed to Lua, or what a metamethod of the script's raised. */
  readonly error?: unknown;
}

/** What became of an update. */
export interface SharedUpdate {
  /** How many contexts have the present value. */
  readonly updated: number;
  readonly skipped: readonly SkippedContext[];
}

/** One object of the host as a global table in several contexts (docs/shared-tables.md). */
export interface SharedTable {
  /** A field of the host's object, null if there is none. What scripts do to their copies is not seen here. */
  get<T = SharedValue>(key: string): T;
  /** Sets a field, and gives the whole value to all contexts. */
  set(key: string, value: SharedValue): SharedUpdate;
  /** Gives the whole value to all contexts: after changes inside it, or for contexts that were skipped. */
  sync(): SharedUpdate;
}

/** What a shared table asks of the contexts that have it. */
export interface SharedTableUser {
  /** Sets the global, unless the context is busy or disposed. */
  receiveShared(name: string, value: object): 'busy' | 'disposed' | undefined;
}

/** A shared table, and the contexts that have it; it does not keep them alive. */
export class SharedTableHub implements SharedTable {
  readonly value: Record<string, LuaInput>;
  private readonly users = new Set<{
    readonly context: WeakRef<object & SharedTableUser>;
    readonly name: string;
  }>();

  constructor(value: Record<string, LuaInput>) {
    this.value = value;
  }

  get<T = SharedValue>(key: string): T {
    return (Object.hasOwn(this.value, key) ? this.value[key] : null) as T;
  }

  set(key: string, value: SharedValue): SharedUpdate {
    if (typeof key !== 'string') throw new LuaOptionError('key', key, 'a string');
    Object.defineProperty(this.value, key, { value, writable: true, enumerable: true, configurable: true });
    return this.sync();
  }

  sync(): SharedUpdate {
    let updated = 0;
    const skipped: SkippedContext[] = [];
    for (const user of this.users) {
      const context = user.context.deref();
      const failed = context ? this.update(context, user.name) : undefined;
      if (failed) skipped.push(failed);
      else if (context) updated++;
      if (!context || failed?.reason === 'disposed') this.users.delete(user);
    }
    return { updated, skipped };
  }

  /** From now on the context is given each value, as a global of that name. */
  addUser(context: object & SharedTableUser, name: string): void {
    for (const user of this.users) if (!user.context.deref()) this.users.delete(user);
    this.users.add({ context: new WeakRef(context), name });
  }

  private update(context: object & SharedTableUser, name: string): SkippedContext | undefined {
    try {
      const reason = context.receiveShared(name, this.value);
      return reason && { context, reason };
    } catch (error) {
      return { context, reason: 'failed', error };
    }
  }
}

/**
 * A table that several contexts have as a global variable, through their option `shared`.
 * @param initial the host's object itself, not a copy: change it and call `sync`, or use `set`
 * @throws LuaOptionError if it is not a plain object
 */
export function createSharedTable(initial: Readonly<Record<string, SharedValue>> = {}): SharedTable {
  const prototype =
    typeof initial === 'object' && initial !== null ? Object.getPrototypeOf(initial) : undefined;
  if (prototype !== Object.prototype && prototype !== null) {
    throw new LuaOptionError('initial', initial, 'a plain object');
  }
  return new SharedTableHub(initial as Record<string, LuaInput>);
}
