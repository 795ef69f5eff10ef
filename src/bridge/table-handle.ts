import type { HeldValues } from './held-values.ts';
import type { References } from './references.ts';
import type { LuaInput, LuaValue } from './values.ts';

/**
 * A Lua table itself, rather than a copy: what is written through it, scripts see. Keys keep their types:
 * `get(1)` and `get('1')` are different fields. Every method throws LuaConversionError after `release`,
 * and after the context was reset or disposed.
 */
export class LuaTableHandle implements Iterable<[LuaValue, LuaValue]> {
  private readonly values: HeldValues;
  private readonly references: References;

  /** Handles are made by `createTable`, `getGlobalRef` and `getRef`. */
  constructor(values: HeldValues, references: References, place: number) {
    this.values = values;
    this.references = references;
    references.bind(this, references.claim(place));
  }

  /** The value of a field, metamethods included (manual section 2.4); null if there is none. */
  get<T = LuaValue>(key: LuaInput): T {
    return this.values.getField(this.place, key, false) as T;
  }

  /**
   * The table in a field, as a handle of its own.
   * @throws TypeError if the field is not a table
   */
  getRef(key: LuaInput): LuaTableHandle {
    const value = this.values.getField(this.place, key, true);
    if (!(value instanceof LuaTableHandle)) throw new TypeError(`the field ${String(key)} is not a table`);
    return value;
  }

  /** Sets a field, metamethods included; null or undefined removes it. */
  set(key: LuaInput, value: LuaInput): void {
    this.values.setField(this.place, key, value);
  }

  /** Whether a field is not nil, metamethods included. */
  has(key: LuaInput): boolean {
    const value = this.values.getField(this.place, key, true);
    if (value instanceof LuaTableHandle) value.release();
    return value !== null;
  }

  /** The table's length (the operator `#`, manual section 3.4.7). */
  length(): number {
    return this.values.getLength(this.place);
  }

  /**
   * All entries, as `pairs` would go through them without metamethods.
   * @throws LuaLimitError if they are more than one execution may bring out of Lua
   */
  pairs(): [LuaValue, LuaValue][] {
    return this.values.together(() => [...this]);
  }

  /**
   * The entries 1, 2, ... up to the first that is nil, as `ipairs` would go through them.
   * @throws LuaLimitError if they are more than one execution may bring out of Lua
   */
  ipairs(): [number, LuaValue][] {
    return this.values.together(() => {
      const entries: [number, LuaValue][] = [];
      for (let i = 1; ; i++) {
        const value = this.get(i);
        if (value === null) return entries;
        entries.push([i, value]);
      }
    });
  }

  /**
   * The keys of `pairs()`, whatever the values are.
   * @throws LuaLimitError if they are more than one execution may bring out of Lua
   */
  keys(): LuaValue[] {
    return this.values.keys(() => this.place);
  }

  /** Gives the table up; once more does nothing. */
  release(): void {
    this.references.release(this);
  }

  [Symbol.dispose](): void {
    this.release();
  }

  /**
   * Goes through the entries, each converted as it is reached and under limits of its own. To gather them use
   * `pairs()`, whose result is bounded as a whole.
   */
  [Symbol.iterator](): Generator<[LuaValue, LuaValue]> {
    return this.values.pairs(() => this.place);
  }

  private get place(): number {
    return this.references.placeOf(this);
  }
}
