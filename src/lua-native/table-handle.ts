import type { LuaTableHandle as Handle } from '../bridge/table-handle.ts';
import type { LuaInput, LuaValue } from '../bridge/values.ts';
import type { Session } from './session.ts';
import type { LuaTableHandle, LuaInput as NativeInput, LuaValue as NativeValue, TableKey } from './types.ts';

type Key = TableKey | Uint8Array;

/** A table handle by lua-native's names. */
export class NativeTableHandle implements LuaTableHandle {
  readonly handle: Handle;
  private readonly session: Session;
  private isReleased = false;

  constructor(session: Session, handle: Handle) {
    this.session = session;
    this.handle = handle;
  }

  get(key: TableKey): NativeValue {
    return this.enter(() => this.handle.get<NativeValue>(checkKey(key)));
  }

  get_ref(key: TableKey): NativeTableHandle {
    return this.enter(() => {
      try {
        return new NativeTableHandle(this.session, this.handle.getRef(checkKey(key)));
      } catch (error) {
        throw error instanceof TypeError ? new Error(`field '${String(key)}' is not a table`) : error;
      }
    });
  }

  set(key: TableKey, value: NativeInput): void {
    this.enter(() => this.handle.set(checkKey(key), value as LuaInput));
  }

  has(key: TableKey): boolean {
    return this.enter(() => this.handle.has(checkKey(key)));
  }

  length(): number {
    return this.enter(() => this.handle.length());
  }

  pairs(): [Key, NativeValue][] {
    return this.enter(() => this.handle.pairs().filter(([key]) => isKey(key))) as [Key, NativeValue][];
  }

  ipairs(): [number, NativeValue][] {
    return this.enter(() => this.handle.ipairs()) as [number, NativeValue][];
  }

  keys(): Key[] {
    return this.enter(() => this.handle.keys().filter(isKey));
  }

  /** The keys are those of now, the values those of the time when they are reached. */
  *[Symbol.iterator](): Generator<[Key, NativeValue]> {
    for (const key of this.keys()) {
      if (this.isReleased) return;
      const value = this.enter(() => this.handle.get(key));
      if (value !== null) yield [key, value as NativeValue];
    }
  }

  release(): void {
    this.isReleased = true;
    this.handle.release();
  }

  private enter<T>(work: () => T): T {
    return this.session.enter(work, 'table handle');
  }
}

function isKey(key: LuaValue): key is Key {
  return ['string', 'number', 'boolean'].includes(typeof key) || key instanceof Uint8Array;
}

function checkKey(key: TableKey): Key {
  if (!isKey(key)) throw new TypeError('the key of a table must be a string, a number or a boolean');
  return key;
}
