import type { LuaInput, LuaValue } from './values.ts';

/** How values are converted; the same for the life of a context. */
export interface ConversionOptions {
  /** What a table without a metatable becomes. */
  readonly tableAs: 'object' | 'map';
  /** Whether strings arrive as bytes. */
  readonly binaryStrings: boolean;
  /** Whether a loss is an error. */
  readonly strictConversion: boolean;
}

/** A conversion that the host has registered for objects of its own. */
interface Converter<From, To> {
  readonly match: (value: From) => boolean;
  readonly convert: (value: From) => To;
}

/** The host's own conversions; the first that matches is used. */
export class Converters {
  private readonly toLua: Converter<object, LuaInput>[] = [];
  private readonly tables = new WeakSet<object>();
  private readonly fromLua: Converter<LuaValue, unknown>[] = [];

  get hasFromLua(): boolean {
    return this.fromLua.length > 0;
  }

  addToLua(match: (value: object) => boolean, convert: (value: object) => LuaInput): void {
    this.toLua.push({ match, convert });
  }

  addFromLua(match: (value: LuaValue) => boolean, convert: (value: LuaValue) => unknown): void {
    this.fromLua.push({ match, convert });
  }

  /** Has those of another context too. */
  addAll(others: Converters): void {
    this.toLua.push(...others.toLua);
    this.fromLua.push(...others.fromLua);
  }

  /** An object of this library's own that is to become a table, whatever conversions there are. */
  asTable<T extends object>(object: T): T {
    if (this.toLua.length > 0) this.tables.add(object);
    return object;
  }

  /** What to pass to Lua instead of an object; the object itself if no conversion matches. */
  forLua(value: object): unknown {
    if (this.toLua.length === 0 || this.tables.has(value)) return value;
    for (const { match, convert } of this.toLua) if (match(value)) return convert(value);
    return value;
  }

  /**
   * Applies the conversions to a value and, from the inside out, to all that it contains; objects of the host are left
   * as they are.
   */
  fromLuaDeep(value: LuaValue, isHostObject: (value: object) => boolean): unknown {
    if (typeof value !== 'object' || value === null || isHostObject(value)) return value;
    if (Array.isArray(value)) {
      value.forEach((item, i) => {
        value[i] = this.fromLuaDeep(item, isHostObject) as LuaValue;
      });
    } else if (value instanceof Map) {
      for (const [key, item] of value) value.set(key, this.fromLuaDeep(item, isHostObject) as LuaValue);
    } else if (Object.getPrototypeOf(value) === Object.prototype) {
      const table = value as Record<string, LuaValue>;
      for (const key of Object.keys(table)) {
        const item = this.fromLuaDeep(table[key] as LuaValue, isHostObject) as LuaValue;
        Object.defineProperty(table, key, {
          value: item,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      }
    }
    for (const { match, convert } of this.fromLua) if (match(value)) return convert(value);
    return value;
  }
}
