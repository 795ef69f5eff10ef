import { need } from './arguments.ts';
import type { LuaInput, LuaValue, SharedTable } from './types.ts';

/** What a shared table asks of the contexts that have it. */
interface Subscriber {
  set_global(name: string, value: LuaInput): void;
}

interface Subscription {
  readonly context: WeakRef<Subscriber>;
  readonly name: string;
}

/** A shared table of lua-native: an update that a context cannot take is an error, after all others have it. */
export class NativeSharedTable implements SharedTable {
  readonly value: Record<string, LuaInput>;
  private subscriptions: readonly Subscription[] = [];

  constructor(value: Record<string, LuaInput> | LuaInput[]) {
    this.value = value as Record<string, LuaInput>;
  }

  get(key: string): LuaValue {
    need(typeof key === 'string', 'get(key) requires a string key');
    return this.value[key] as LuaValue;
  }

  set(...entry: [key: string, value: LuaInput]): void {
    const [key, value] = entry;
    need(typeof key === 'string' && entry.length > 1, 'set(key, value) requires a string key and a value');
    Object.defineProperty(this.value, key, { value, writable: true, enumerable: true, configurable: true });
    this.sync();
  }

  sync(): void {
    const failures: string[] = [];
    const live = this.live();
    for (const { context, name } of live) {
      try {
        context.deref()?.set_global(name, this.value);
      } catch (error) {
        failures.push(`${name}: ${(error as Error).message}`);
      }
    }
    if (failures.length === 0) return;
    throw new Error(
      `shared table update failed for ${failures.length} of ${live.length} contexts (${failures.join('; ')}). The JS-side value was updated; call sync() to retry.`,
    );
  }

  subscribe(context: Subscriber, name: string): void {
    this.subscriptions = [...this.live(), { context: new WeakRef(context), name }];
  }

  private live(): readonly Subscription[] {
    this.subscriptions = this.subscriptions.filter(({ context }) => context.deref());
    return this.subscriptions;
  }
}

/** @throws TypeError if it is not an object */
export function createSharedTable(initial?: Record<string, LuaInput> | LuaInput[]): SharedTable {
  const value = initial ?? {};
  need(typeof value === 'object', 'createSharedTable(initial) requires an object');
  return new NativeSharedTable(value);
}
