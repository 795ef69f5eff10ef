import { Field, maxDepth, RefKind, slotBytes, staticBytes, staticSlots, Tag } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import type { Converters } from './conversion.ts';
import { CorruptStateError } from './corrupt-state.ts';
import type { Dialect } from './dialect.ts';
import { LuaConversionError, LuaStateError } from './errors.ts';
import type { HostObjects } from './host-objects.ts';
import { writeShortText } from './recent-texts.ts';
import { holdOf, type References } from './references.ts';
import { slotKey } from './slot-key.ts';
import { encodeText, maximumBytes, shortText } from './text.ts';
import type { HostFunction } from './values.ts';

/**
 * Thrown where the values for Lua need more memory than the limit leaves. One object, known by its identity:
 * what else is thrown may be anything, a proxy that refuses `instanceof` included.
 */
export const inputMemoryError = new Error('the values for Lua need more memory than the limit leaves');

/** What the encoder needs to know of the context that it works for. */
export interface EncoderContext {
  readonly engine: Engine;
  readonly hosts: HostObjects;
  readonly references: References;
  readonly converters: Converters;
  readonly dialect: Dialect;
  readonly strict: boolean;
  /** The place of the metatable of an object that scripts see as userdata; undefined for any other object. */
  metatableOf(object: object): number | undefined;
}

const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;

/**
 * Writes values into the engine's in slots (engine/in-slots.c): one after the other, the contents of tables
 * behind them, strings as offsets into the in bytes. Nothing may run in Lua meanwhile.
 */
export class Encoder {
  private readonly context: EncoderContext;
  private readonly engine: Engine;
  private readonly numberTag: number;
  /** The addresses of the first slot, of the next one, and of the end of their room. */
  private slots = 0;
  private nextSlot = 0;
  private slotsEnd = 0;
  private bytes = 0;
  private byteCapacity = 0;
  private bytesAddress = 0;
  /** The containers, and the keys in them, that lead to the value being written. */
  private readonly containers: object[] = [];
  private readonly keys: unknown[] = [];
  private busy = false;
  /** Whether slots or bytes lie outside the engine's static blocks: Lua gives them up when it reads them. */
  private hasGrown = true;

  constructor(context: EncoderContext) {
    this.context = context;
    this.engine = context.engine;
    this.numberTag = context.dialect.hasLargeIntegers ? Tag.largeNumber : Tag.number;
  }

  /** Starts anew; whatever was written before has been read by Lua, or never will be. */
  begin(): void {
    if (this.busy) throw busyError();
    if (this.hasGrown) this.refresh();
    this.nextSlot = this.slots;
    this.bytes = 0;
  }

  /** @throws LuaConversionError for what cannot cross, inputMemoryError beyond the memory limit */
  write(value: unknown): void {
    if (typeof value === 'number') this.writeNumber(value);
    else this.writeOther(value);
  }

  private writeOther(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.writeString(value);
        break;
      case 'boolean':
        this.slot(value ? Tag.true : Tag.false, 0);
        break;
      case 'undefined':
        this.slot(Tag.nil, 0);
        break;
      case 'bigint':
        this.writeBigint(value);
        break;
      case 'function':
        this.writeFunction(value as HostFunction);
        break;
      case 'symbol':
        throw this.refusal('a symbol cannot be passed to Lua');
      default:
        if (value === null) this.slot(Tag.nil, 0);
        else this.writeReference(value as object);
    }
  }

  writeAll(values: readonly unknown[]): void {
    for (let i = 0; i < values.length; i++) this.write(values[i]);
  }

  /** Text that is already UTF-8, or any other bytes. */
  writeBytes(source: Uint8Array): void {
    const needed = this.bytes + source.length;
    if (needed > this.byteCapacity) this.reserve(0, needed);
    this.engine.u8.set(source, this.bytesAddress + this.bytes);
    this.numberSlot(Tag.string, this.bytes, source.length);
    this.bytes += source.length;
  }

  /** What a host function threw: an error value for scripts that leads back to the thrown object. */
  writeThrown(thrown: unknown): void {
    if ((typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function') {
      const error: object = thrown;
      this.guarded(() => this.writeError(error));
    } else {
      this.write(typeof thrown === 'symbol' || thrown === undefined ? String(thrown) : thrown);
    }
  }

  private writeNumber(value: number): void {
    if (this.nextSlot === this.slotsEnd) this.reserve(1, 0);
    const { i32, f64 } = this.engine;
    const at = this.nextSlot;
    i32[at >> 2] = this.numberTag;
    f64[(at >> 3) + 1] = value;
    this.nextSlot = at + slotBytes;
  }

  private writeBigint(value: bigint): void {
    if (value < minInteger || value > maxInteger) {
      throw this.refusal(`${value}n does not fit a Lua integer, which has 64 bits`);
    }
    const at = this.slot(Tag.bigint, 0);
    this.engine.i64[(at >> 3) + 1] = value;
  }

  private writeString(text: string): void {
    const { length } = text;
    this.bytes = (this.bytes + 3) & ~3;
    const needed = this.bytes + maximumBytes(length) + 3;
    if (needed > this.byteCapacity) this.reserve(0, needed);
    const at = this.bytesAddress + this.bytes;
    const isShort = length <= shortText && writeShortText(text, this.engine.i32, at >> 2);
    const size = isShort ? length : encodeText(text, this.engine.u8, at);
    this.numberSlot(Tag.string, this.bytes, size);
    this.bytes += size;
  }

  private writeFunction(value: HostFunction): void {
    if (holdOf(value)) this.numberSlot(Tag.ref, this.context.references.placeOf(value), RefKind.function);
    else this.numberSlot(Tag.hostFunction, this.context.hosts.idOf(this.context.dialect.hostFunction(value)));
  }

  private writeReference(value: object): void {
    if (this.containers.length > 0) this.writeObject(value);
    else this.guarded(() => this.writeObject(value));
  }

  /** Converting an object may run code of its author's, which must not enter Lua meanwhile. */
  private guarded(write: () => void): void {
    this.busy = true;
    try {
      write();
    } finally {
      this.busy = false;
      this.containers.length = 0;
      this.keys.length = 0;
    }
  }

  private writeObject(object: object): void {
    if (this.writeKnown(object)) return;
    const value = this.context.converters.forLua(object);
    if (value === object) this.writeBuiltIn(object);
    else if (typeof value !== 'object' || value === null) this.write(value);
    else if (!this.writeKnown(value)) this.writeBuiltIn(value);
  }

  /** What stands for a value of Lua's, or is a userdata to it. */
  private writeKnown(object: object): boolean {
    const hold = holdOf(object);
    if (hold) {
      this.numberSlot(Tag.ref, this.context.references.check(hold));
      return true;
    }
    const metatable = this.context.metatableOf(object);
    if (metatable === undefined) return false;
    this.numberSlot(Tag.hostObject, this.context.hosts.idOf(object), metatable);
    return true;
  }

  private writeBuiltIn(value: object): void {
    if (Array.isArray(value)) this.writeSequence(value, value);
    else if (isPlain(value)) this.writeRecord(value as Record<string, unknown>);
    else if (ArrayBuffer.isView(value)) {
      this.writeBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    } else if (value instanceof ArrayBuffer) this.writeBytes(new Uint8Array(value));
    else if (value instanceof Map) this.writeMap(value);
    else if (value instanceof Set) this.writeSequence(value, [...value]);
    else if (value instanceof Date) this.writeDate(value);
    else if (value instanceof RegExp) this.writeString(value.source);
    else if (value instanceof Error) this.writeError(value);
    else throw this.refusal(describeStranger(value));
  }

  private writeSequence(container: object, values: readonly unknown[]): void {
    const { length } = values;
    this.enter(container, length);
    this.numberSlot(Tag.table, 0, length);
    for (let i = 0; i < length; i++) {
      const value = values[i];
      if (typeof value === 'number') this.writeNumber(value);
      else this.writeItem(i, value);
    }
    this.leave();
  }

  private writeRecord(record: Record<string, unknown>): void {
    const names = Object.keys(record);
    this.enter(record, names.length);
    this.numberSlot(Tag.table, names.length);
    for (const name of names) {
      this.writeString(name);
      this.writeItem(name, record[name]);
    }
    this.leave();
  }

  private writeMap(map: ReadonlyMap<unknown, unknown>): void {
    const entries = [...Map.prototype.entries.call(map)]; // converting them may run code that changes the map
    this.enter(map, entries.length);
    this.numberSlot(Tag.table, entries.length);
    const written = this.context.strict ? new Set<string>() : undefined;
    for (const [key, value] of entries) {
      if (key === null || key === undefined || Number.isNaN(key)) {
        throw this.refusal(`${key} cannot be the key of a Lua table`);
      }
      const offset = this.nextSlot - this.slots;
      this.write(key);
      if (written) this.refuseSecond(key, this.slots + offset, written);
      this.writeItem(key, value, true);
    }
    this.leave();
  }

  /** Keys that differ in JavaScript may be one in Lua: `1` and `1n`, text and its bytes. */
  private refuseSecond(key: unknown, at: number, written: Set<string>): void {
    const name = slotKey(this.engine, at, this.bytesAddress);
    if (name === undefined) return;
    if (written.has(name)) {
      throw this.refusal(
        `strict conversion: a key of a Map is the same in Lua as another one (${typeof key} ${String(key)}): leave one of them out`,
      );
    }
    written.add(name);
  }

  private writeItem(key: unknown, value: unknown, isEntry = typeof key !== 'number'): void {
    this.keys.push(key);
    if (this.context.strict && (value === null || value === undefined)) {
      throw this.refusal(
        !isEntry
          ? `strict conversion: ${value} in an array would end the Lua sequence there: filter the array, or use false`
          : `strict conversion: ${value} as a value would remove the key: leave the key out, or use false`,
      );
    }
    this.write(value);
    this.keys.pop();
  }

  private writeDate(date: Date): void {
    const time = date.getTime();
    if (this.context.dialect.hasFloatDates) {
      const at = this.slot(Tag.float, 0);
      this.engine.f64[(at >> 3) + 1] = time;
      return;
    }
    if (Number.isNaN(time)) throw this.refusal('an invalid Date cannot be passed to Lua');
    this.writeNumber(time);
  }

  private writeError(error: object): void {
    const { name, message } = describeError(error);
    this.numberSlot(Tag.hostError, this.context.hosts.idOf(error));
    this.writeString(name);
    this.writeString(message);
  }

  /** What is empty leads no deeper. */
  private enter(container: object, size: number): void {
    if (this.containers.includes(container)) {
      throw this.refusal('an object that contains itself (a circular reference) cannot be passed to Lua');
    }
    if (this.containers.length >= maxDepth && size > 0) {
      throw this.refusal(`objects nested deeper than ${maxDepth} levels cannot be passed to Lua`);
    }
    this.containers.push(container);
  }

  private leave(): void {
    this.containers.pop();
  }

  private refusal(reason: string): LuaConversionError {
    const place = this.keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
    return new LuaConversionError(place && place.length < 200 ? `${reason} (at ${place})` : reason);
  }

  /** Starts a slot and returns its address. */
  private slot(tag: number, size: number): number {
    if (this.nextSlot === this.slotsEnd) this.reserve(1, 0);
    const { i32 } = this.engine;
    const at = this.nextSlot;
    this.nextSlot = at + slotBytes;
    i32[at >> 2] = tag;
    i32[(at >> 2) + 1] = size;
    return at;
  }

  private numberSlot(tag: number, number: number, size = 0): void {
    const at = this.slot(tag, size);
    this.engine.i32[(at >> 2) + 2] = number;
  }

  /** Makes room for more slots, and for so many bytes in all. */
  private reserve(moreSlots: number, bytes: number): void {
    const written = (this.nextSlot - this.slots) / slotBytes;
    const slots = moreSlots > 0 ? written + moreSlots : 0;
    const ample = (wanted: number, capacity: number) =>
      wanted > capacity ? Math.max(wanted, 2 * capacity) : 0;
    const slotCapacity = (this.slotsEnd - this.slots) / slotBytes;
    const fits =
      this.grow(ample(slots, slotCapacity), ample(bytes, this.byteCapacity)) || this.grow(slots, bytes);
    if (!fits) throw inputMemoryError;
    this.refresh();
    this.nextSlot = this.slots + slotBytes * written;
  }

  private grow(slots: number, bytes: number): boolean {
    try {
      return this.engine.exports.reserve(slots, bytes) !== 0;
    } catch (error) {
      throw new CorruptStateError('the engine cannot make room for values', { cause: error });
    }
  }

  private refresh(): void {
    const slotCapacity = this.engine.get(Field.inCapacity);
    this.slots = this.engine.get(Field.inSlots);
    this.slotsEnd = this.slots + slotBytes * slotCapacity;
    this.bytesAddress = this.engine.get(Field.inBytes);
    this.byteCapacity = this.engine.get(Field.bytesCapacity);
    this.hasGrown = slotCapacity > staticSlots || this.byteCapacity > staticBytes;
  }
}

function busyError(): LuaStateError {
  return new LuaStateError(
    'Lua cannot run while a value is being converted for it (from a getter or a proxy)',
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describeStranger(value: object): string {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === 'Promise') return 'a promise cannot be passed to Lua: await it first';
  const what = kind === 'Object' ? `an instance of ${value.constructor?.name || 'a class'}` : `a ${kind}`;
  return `${what} cannot be passed to Lua: pass a plain object, or register its class or a converter`;
}

function describeError(thrown: object): { name: string; message: string } {
  try {
    const { name, message } = thrown as { name?: unknown; message?: unknown };
    if (typeof message === 'string') return { name: typeof name === 'string' ? name : 'Error', message };
    return { name: 'Error', message: String(thrown) };
  } catch {
    return { name: 'Error', message: 'a value that cannot be shown was thrown' };
  }
}
