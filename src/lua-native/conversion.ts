import type { LuaInput } from '../bridge/values.ts';
import type { Session } from './session.ts';
import { NativeTableHandle } from './table-handle.ts';

interface Converter {
  readonly match: (value: unknown) => boolean;
  readonly convert: (value: unknown) => unknown;
}

/** What becomes of objects on their way into Lua, before the conversions that both libraries share. */
export class InputConversion {
  private readonly session: Session;
  private readonly keepsKeys: boolean;
  readonly converters: Converter[] = [];
  /** What no converter is asked about: it is to become a table. */
  private table: object | undefined;
  private readonly objectCopies = new WeakMap<object, Record<string, unknown>>();
  private readonly mapCopies = new WeakMap<ReadonlyMap<unknown, unknown>, Map<string, unknown>>();

  /** @param keepsKeys whether the keys of a Map keep their types */
  constructor(session: Session, keepsKeys: boolean) {
    this.session = session;
    this.keepsKeys = keepsKeys;
  }

  readonly adapt = (value: object): LuaInput => {
    if (value instanceof NativeTableHandle) return value.handle as LuaInput;
    if (value === this.table) return this.adaptBuiltIn(value) as LuaInput;
    return this.adaptBuiltIn(this.session.convert(() => this.byConverter(value))) as LuaInput;
  };

  /** Does something with an object that is to become a table, whatever converters there are. */
  asTable<T>(value: object, work: (value: LuaInput) => T): T {
    this.table = value;
    try {
      return work(value as LuaInput);
    } finally {
      this.table = undefined;
    }
  }

  private byConverter(value: object): unknown {
    const converter = this.converters.find(({ match }) => match(value));
    return converter ? converter.convert(value) : value;
  }

  private adaptBuiltIn(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    if (value instanceof NativeTableHandle) return value.handle;
    if (value instanceof Map) return this.adaptMap(value);
    return isInstance(value) ? this.copyOf(value) : value;
  }

  /** The same copy each time: what contains itself is to be found out. */
  private copyOf(instance: object): object {
    const copy: Record<string, unknown> = this.objectCopies.get(instance) ?? Object.create(null);
    for (const key of Object.keys(copy)) delete copy[key];
    this.objectCopies.set(instance, copy);
    return Object.assign(copy, instance);
  }

  private adaptMap(map: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
    if (!this.keepsKeys) return this.withTextKeys(map);
    for (const key of map.keys()) {
      if (!['string', 'number', 'boolean'].includes(typeof key) && !(key instanceof Uint8Array)) {
        throw new Error(
          "tableAs: 'map': a Map key that is not a string, number or boolean cannot be a Lua table key this API can address",
        );
      }
    }
    return map;
  }

  private withTextKeys(map: ReadonlyMap<unknown, unknown>): ReadonlyMap<string, unknown> {
    const copy = this.mapCopies.get(map) ?? new Map<string, unknown>();
    copy.clear();
    for (const [key, value] of map) copy.set(String(key), value);
    this.mapCopies.set(map, copy);
    return copy;
  }
}

const builtIns = [Map, Set, Date, RegExp, Error, ArrayBuffer];

/** Of a class that has no conversion of its own: Lua gets a copy of its fields. */
function isInstance(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype || ArrayBuffer.isView(value)) return false;
  return !builtIns.some((type) => value instanceof type);
}
