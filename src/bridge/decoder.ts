import { Field, RefKind, slotBytes, Tag } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import type { ConversionOptions, Converters } from './conversion.ts';
import { CorruptStateError } from './corrupt-state.ts';
import type { Dialect } from './dialect.ts';
import type { HostObjects } from './host-objects.ts';
import { LargeMaps } from './large-maps.ts';
import { keepRecentText, readRecentText } from './recent-texts.ts';
import { collisionLoss, namelessLoss, thenableLoss, undecodableLoss } from './strict-loss.ts';
import { decodeText, isText, shortText } from './text.ts';
import type { LuaTable, LuaValue } from './values.ts';

/** What the decoder needs to know of the context that it works for. */
export interface DecoderContext {
  readonly engine: Engine;
  readonly hosts: HostObjects;
  readonly converters: Converters;
  readonly conversion: ConversionOptions;
  readonly dialect: Dialect;
  /** The JavaScript object for a Lua value that crosses by reference. */
  reference(kind: number, place: number): LuaValue;
}

/** Reads values from the engine's out slots (engine/out-slots.c), all of them before Lua runs again. */
export class Decoder {
  private readonly context: DecoderContext;
  private readonly engine: Engine;
  private readonly options: ConversionOptions;
  private at = 0;
  /** The keys that lead to the value being read, where a loss would have to be reported. */
  private readonly trail: string[] = [];
  private readonly largeMaps = new LargeMaps();

  constructor(context: DecoderContext) {
    this.context = context;
    this.engine = context.engine;
    this.options = context.conversion;
  }

  /** Whether strings are texts, and remain what they are. */
  private get readsPlainText(): boolean {
    return !this.options.binaryStrings && !this.context.converters.hasFromLua;
  }

  /** Starts at the first out slot; `next` reads them one by one. */
  begin(): void {
    this.at = this.engine.get(Field.outSlots);
    this.largeMaps.reset();
    if (this.trail.length > 0) this.trail.length = 0; // setting it costs, even to what it is
  }

  readAll(count: number): LuaValue[] {
    this.begin();
    const values: LuaValue[] = new Array(count);
    for (let i = 0; i < count; i++) values[i] = this.read();
    return this.convertAll(values);
  }

  /** As a call's results appear in JavaScript: nothing, one value, or an array of several. */
  readResults(count: number): LuaValue | undefined {
    if (count === 0) return undefined;
    if (count > 1) return this.readAll(count);
    this.begin();
    return this.next();
  }

  /** The first value if it is a number or plain text, as most results are. */
  firstSimple(): number | string | undefined {
    const { engine } = this;
    const word = engine.get(Field.outSlots) >> 2;
    const tag = engine.i32[word];
    if (tag === Tag.integer || tag === Tag.float) return engine.f64[(word >> 1) + 1];
    return tag === Tag.string && this.readsPlainText ? this.textAt(word) : undefined;
  }

  /** The first value, which is known to be a string, as its bytes. */
  readBytes(): Uint8Array {
    this.begin();
    return this.nextBytes();
  }

  /**
   * Some entries of a table, after a first value that tells where they go on: `width` values each, the key the
   * first of them.
   */
  readEntries(count: number, width: 1 | 2): LuaValue[] {
    const { strictConversion, binaryStrings } = this.options;
    if (!strictConversion || binaryStrings) return this.readAll(count);
    this.begin();
    const values: LuaValue[] = new Array(count);
    for (let i = 0; i < count; i++) {
      if (i % width === 1 % width && this.i32At() === Tag.string) this.refuseUndecodable();
      values[i] = this.read();
    }
    return this.convertAll(values);
  }

  /** The place of the table that crossed by reference as the first value; undefined if it is anything else. */
  placeOfTable(): number | undefined {
    const { i32 } = this.engine;
    const word = this.engine.get(Field.outSlots) >> 2;
    return i32[word] === Tag.ref && i32[word + 1] === RefKind.table ? i32[word + 2] : undefined;
  }

  /** Values that are known to be strings, as text whatever the options say. */
  readTexts(count: number): string[] {
    this.begin();
    return Array.from({ length: count }, () => this.readText());
  }

  /** The next value, which is known to be a string, as text. */
  nextText(): string {
    return this.readText();
  }

  /** The next value, which is known to be a string, as its bytes. */
  nextBytes(): Uint8Array {
    const bytes = this.bytesAt(this.at >> 2);
    this.at += slotBytes;
    return bytes;
  }

  /** The next value, for callers that read no more than there are. */
  next(): LuaValue {
    const tag = this.engine.i32[this.at >> 2];
    if (tag === Tag.integer || tag === Tag.float) {
      const number = this.engine.f64[(this.at >> 3) + 1] as number;
      this.at += slotBytes;
      return number;
    }
    const value = this.read();
    return this.context.converters.hasFromLua ? this.convert(value) : value;
  }

  /** The next value as it is before any of the host's converters, which might enter Lua. */
  nextUnconverted(): LuaValue {
    return this.read();
  }

  private convertAll(values: LuaValue[]): LuaValue[] {
    return this.context.converters.hasFromLua ? values.map((value) => this.convert(value)) : values;
  }

  private convert(value: LuaValue): LuaValue {
    const { converters, hosts } = this.context;
    return converters.fromLuaDeep(value, (object) => hosts.has(object)) as LuaValue;
  }

  private read(): LuaValue {
    const { i32 } = this.engine;
    const { at } = this;
    const word = at >> 2;
    this.at += slotBytes;
    switch (i32[word]) {
      case Tag.nil:
        return null;
      case Tag.false:
        return false;
      case Tag.true:
        return true;
      case Tag.integer:
      case Tag.float:
        return this.engine.f64[(at >> 3) + 1] as number;
      case Tag.bigint:
        return this.engine.i64[(at >> 3) + 1] as bigint;
      case Tag.string:
        return this.options.binaryStrings ? this.bytesAt(word) : this.textAt(word);
      case Tag.table:
        return this.readTable(i32[word + 1] as number, i32[word + 2] as number);
      case Tag.ref:
        return this.context.reference(i32[word + 1] as number, i32[word + 2] as number);
      case Tag.hostFunction:
      case Tag.hostError:
      case Tag.hostObject:
        return this.context.hosts.get(i32[word + 2] as number) as LuaValue;
      default:
        throw new CorruptStateError(`the engine sent an unknown kind of value: ${i32[word]}`);
    }
  }

  private textAt(word: number): string {
    const { i32, u8 } = this.engine;
    const address = i32[word + 2] as number;
    const size = i32[word + 1] as number;
    if (size === 0 || size > shortText || (address & 3) !== 0) return decodeText(u8, address, size);
    const recent = readRecentText(i32, address >> 2, size);
    if (recent !== undefined) return recent;
    const text = decodeText(u8, address, size);
    if (text.length === size) keepRecentText(text, i32, address >> 2);
    return text;
  }

  private bytesAt(word: number): Uint8Array {
    const { i32, u8 } = this.engine;
    const address = i32[word + 2] as number;
    return u8.slice(address, address + (i32[word + 1] as number));
  }

  private readTable(length: number, pairs: number): LuaValue {
    if (this.options.tableAs === 'map') return this.readMap(length, pairs);
    const sequence = this.readSequence(length);
    const { hasDenseArrays } = this.context.dialect;
    if (pairs === 0 && (hasDenseArrays ? !sequence.includes(null) : length > 0)) return sequence;
    const table: LuaTable = {};
    for (let i = 0; i < length; i++) {
      const value = sequence[i] as LuaValue;
      if (!hasDenseArrays || value !== null) table[i + 1] = value;
    }
    for (let i = 0; i < pairs; i++) {
      const key = this.readName();
      if (key === undefined) {
        this.read();
        continue;
      }
      if (this.options.strictConversion && Object.hasOwn(table, key)) throw collisionLoss(key, this.trail);
      this.trail.push(`.${key}`);
      const value = this.read();
      if (key !== 'then' || typeof value !== 'function') define(table, key, value);
      else if (this.options.strictConversion) throw thenableLoss(this.trail);
      this.trail.pop();
    }
    return table;
  }

  private readSequence(length: number): LuaValue[] {
    const { i32, f64 } = this.engine;
    if (length < 0 || length > i32.length) throw new CorruptStateError(`a table of ${length} values`);
    const sequence: LuaValue[] = new Array(length);
    for (let i = 0; i < length; i++) {
      const tag = i32[this.at >> 2];
      if (tag === Tag.integer || tag === Tag.float) {
        sequence[i] = f64[(this.at >> 3) + 1] as number;
        this.at += slotBytes;
      } else {
        this.trail.push(`[${i + 1}]`);
        sequence[i] = this.read();
        this.trail.pop();
      }
    }
    return sequence;
  }

  private readMap(length: number, pairs: number): LuaValue {
    const map = new Map<LuaValue, LuaValue>();
    for (let i = 1; i <= length; i++) {
      const value = this.read();
      if (value !== null || !this.context.dialect.hasDenseArrays) map.set(i, value);
    }
    const keys: LuaValue[] = [];
    const values: LuaValue[] = [];
    for (let i = 0; i < pairs; i++) {
      const key = this.readMapKey();
      const value = this.read();
      if (key === undefined) continue;
      keys.push(key);
      values.push(value);
    }
    this.largeMaps.fill(map, keys, values);
    return map;
  }

  private readMapKey(): LuaValue | undefined {
    const isText = this.i32At() === Tag.string;
    if (!this.context.dialect.hasValuesAsMapKeys) return isText ? this.readTextKey() : this.read();
    if (isText) return this.options.binaryStrings ? this.read() : this.readTextKey();
    const key = this.read();
    return typeof key === 'object' || typeof key === 'function' ? undefined : key;
  }

  /** A key as the name of a property; nothing for those that have none, unless that is to be an error. */
  private readName(): string | undefined {
    const word = this.at >> 2;
    switch (this.engine.i32[word]) {
      case Tag.string:
        return this.readTextKey();
      case Tag.integer:
      case Tag.float:
      case Tag.bigint:
        return String(this.read());
      default: {
        const key = this.read();
        if (this.options.strictConversion) throw namelessLoss(key, this.trail);
        return undefined;
      }
    }
  }

  private readTextKey(): string {
    if (this.options.strictConversion) this.refuseUndecodable();
    return this.readText();
  }

  private refuseUndecodable(): void {
    if (!isText(this.bytesAt(this.at >> 2))) throw undecodableLoss(this.trail);
  }

  private i32At(): number {
    return this.engine.i32[this.at >> 2] as number;
  }

  private readText(): string {
    const text = this.textAt(this.at >> 2);
    this.at += slotBytes;
    return text;
  }
}

/** An own property in every case: assignment to `__proto__` would change the prototype instead. */
function define(table: LuaTable, key: string, value: LuaValue): void {
  if (key === '__proto__') {
    Object.defineProperty(table, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    table[key] = value;
  }
}
