import type { LuaTableHandle as Handle } from '../bridge/table-handle.ts';
import { typeName } from '../bridge/type-name.ts';
import type { LuaInput, LuaValue } from '../bridge/values.ts';
import { need } from './arguments.ts';
import { checkHold } from './hold.ts';
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

  get(...args: [key: TableKey]): NativeValue {
    return this.enter(() => this.handle.get<NativeValue>(keyOf('get', args)));
  }

  get_ref(...args: [key: TableKey]): NativeTableHandle {
    return this.enter(() => {
      const key = keyOf('get_ref', args);
      try {
        return new NativeTableHandle(this.session, this.handle.getRef(key));
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        throw new Error(`field '${key}' is not a table (got ${typeName(this.handle.get(key))})`);
      }
    });
  }

  set(...args: [key: TableKey, value: NativeInput]): void {
    need(args.length > 1, 'set() requires key and value arguments');
    this.enter(() => this.handle.set(keyOf('set', args), args[1] as LuaInput));
  }

  has(...args: [key: TableKey]): boolean {
    return this.enter(() => this.handle.has(keyOf('has', args)));
  }

  length(): number {
    const length: unknown = this.enter(() => this.handle.length());
    if (!Number.isInteger(length)) throw new Error('object length is not an integer');
    return length as number;
  }

  pairs(): [Key, NativeValue][] {
    return this.enter(() => this.handle.pairs().filter(([key]) => isPlain(key))) as [Key, NativeValue][];
  }

  ipairs(): [number, NativeValue][] {
    return this.enter(() => this.handle.ipairs()) as [number, NativeValue][];
  }

  keys(): Key[] {
    return this.enter(() => this.handle.keys().filter(isPlain) as Key[]);
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
    if (this.isReleased) return;
    this.enter(() => {
      checkHold(this.handle);
      this.handle.release();
    });
    this.isReleased = true;
  }

  private enter<T>(work: () => T): T {
    return this.session.enter(work, { name: 'table handle', isUsed: true });
  }
}

/** What is no reference: what pairs tells of, integers of any size included. */
function isPlain(key: LuaValue): boolean {
  return isKey(key) || typeof key === 'bigint';
}

function isKey(key: LuaValue): key is Key {
  return ['string', 'number', 'boolean'].includes(typeof key) || key instanceof Uint8Array;
}

function keyOf(method: string, args: readonly [TableKey, ...unknown[]]): Key {
  need(args.length > 0, `${method}() requires a key argument`);
  const [key] = args;
  need(isKey(key), `${method}() key must be a string, number, or boolean`);
  return key;
}
