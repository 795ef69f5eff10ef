import type { HeldValues } from './held-values.ts';
import type { Hold, References } from './references.ts';
import { LuaTableHandle } from './table-handle.ts';
import { decodeText } from './text.ts';
import type { LuaInput, LuaTable, LuaValue } from './values.ts';

const proxies = new WeakSet<object>();

export function isTableProxy(value: object): boolean {
  return proxies.has(value);
}

/** What reads and writes the tables: an own object for each kind of user, not for each table. */
export interface TableFields {
  readonly values: Pick<HeldValues, 'getField' | 'setField' | 'names'>;
  readonly references: Pick<References, 'check'>;
  /** What a property is that is nil. */
  readonly absent?: null;
}

/** All that a proxy says is made up by its handler, so that one target does for all. */
const target: LuaTable = Object.create(null);

/**
 * A table that has a metatable, as a live view: reading and writing properties goes through its metamethods,
 * and it returns to Lua as itself. Its properties are the fields with text for a key; a number as the name of
 * a property is the key of that text, unless only the number itself is there.
 */
export function tableProxy(fields: TableFields, hold: Hold): LuaTable {
  const proxy = new Proxy(target, new LiveTable(fields, hold));
  proxies.add(proxy);
  return proxy;
}

/** Scripts may pass any number of tables to the host: each has but this object with its two fields. */
class LiveTable implements ProxyHandler<LuaTable> {
  private readonly fields: TableFields;
  private readonly hold: Hold;

  constructor(fields: TableFields, hold: Hold) {
    this.fields = fields;
    this.hold = hold;
  }

  get(_target: LuaTable, name: string | symbol): unknown {
    if (name === Symbol.toPrimitive) return () => '[Lua table]';
    // a table is never a promise: whoever awaits it asks for this, and no metamethod is to run then
    if (typeof name === 'symbol' || name === 'then') return undefined;
    return this.read(name) ?? this.fields.absent;
  }

  set(_target: LuaTable, name: string | symbol, value: LuaInput): boolean {
    if (typeof name === 'symbol') return false;
    this.write(name, value);
    return true;
  }

  has(_target: LuaTable, name: string | symbol): boolean {
    return typeof name !== 'symbol' && this.exists(this.keyOf(name));
  }

  deleteProperty(_target: LuaTable, name: string | symbol): boolean {
    if (typeof name !== 'symbol') this.write(name, null);
    return true;
  }

  ownKeys(): string[] {
    const names = this.fields.values.names(() => this.place);
    const texts = names.map((name) =>
      name instanceof Uint8Array ? decodeText(name, 0, name.length) : String(name),
    );
    return [...new Set(texts)];
  }

  getOwnPropertyDescriptor(_target: LuaTable, name: string | symbol): PropertyDescriptor | undefined {
    if (typeof name === 'symbol' || !this.exists(this.keyOf(name))) return undefined;
    // the value is not read with it: to go through the keys would convert all values
    return {
      get: () => this.read(name),
      set: (value) => this.write(name, value),
      enumerable: true,
      configurable: true,
    };
  }

  defineProperty(_target: LuaTable, name: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (typeof name === 'symbol' || !('value' in descriptor)) return false;
    this.write(name, descriptor.value as LuaInput);
    return true;
  }

  getPrototypeOf(): null {
    return null;
  }

  setPrototypeOf(): boolean {
    return false;
  }

  preventExtensions(): boolean {
    return false;
  }

  private get place(): number {
    return this.fields.references.check(this.hold);
  }

  private read(name: string): LuaValue {
    return this.fields.values.getField(this.place, this.keyOf(name), false);
  }

  private write(name: string, value: LuaInput): void {
    this.fields.values.setField(this.place, this.keyOf(name), value);
  }

  private exists(key: LuaInput): boolean {
    const value = this.fields.values.getField(this.place, key, true); // by reference: it need not be converted
    if (value instanceof LuaTableHandle) value.release();
    return value !== null;
  }

  private keyOf(name: string): LuaInput {
    if (!isIndex(name) || this.exists(name)) return name;
    return this.exists(Number(name)) ? Number(name) : name;
  }
}

function isIndex(name: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(name) && Number.isSafeInteger(Number(name));
}
