import { Field, maxDepth, slotBytes, Tag } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import { LuaConversionError, LuaStateError } from './errors.ts';
import type { FunctionHandles } from './function-handles.ts';
import type { HostObjects } from './host-objects.ts';
import { encodeText, maximumBytes } from './text.ts';

/** Raised where the values for Lua need more memory than the limit leaves. */
export class InputMemoryError extends Error {}

const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;

/**
 * Writes values into the engine's in slots (engine/bridge.c). Values are written one after the other, the
 * contents of tables behind them, strings as offsets into the in bytes; nothing runs in Lua meanwhile.
 */
export class Encoder {
  private readonly engine: Engine;
  private readonly hosts: HostObjects;
  private readonly functions: FunctionHandles;
  private slots = 0;
  private slotCapacity = 0;
  private slotsAddress = 0;
  private bytes = 0;
  private byteCapacity = 0;
  private bytesAddress = 0;
  private busy = false;

  constructor(engine: Engine, hosts: HostObjects, functions: FunctionHandles) {
    this.engine = engine;
    this.hosts = hosts;
    this.functions = functions;
  }

  /** Starts anew; whatever was written before has been read by Lua, or never will be. */
  begin(): void {
    if (this.busy) {
      throw new LuaStateError(
        'Lua cannot run while a value is being converted for it (from a getter or a proxy)',
      );
    }
    this.slots = 0;
    this.bytes = 0;
    this.refresh();
  }

  /** @throws LuaConversionError for what cannot cross, InputMemoryError beyond the memory limit */
  write(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.writeNumber(value);
        return;
      case 'string':
        this.writeString(value);
        return;
      case 'boolean':
        this.slot(value ? Tag.true : Tag.false, 0);
        return;
      case 'undefined':
        this.slot(Tag.nil, 0);
        return;
      default:
        if (value === null) {
          this.slot(Tag.nil, 0);
          return;
        }
        this.busy = true; // what follows may run code of the value's author
        try {
          this.writeObject(value, []);
        } finally {
          this.busy = false;
        }
    }
  }

  /** The source of a chunk, as text or as the bytes of a file, whose first line is skipped if it starts with #. */
  writeSource(source: string | Uint8Array): void {
    if (typeof source === 'string') {
      this.writeString(source);
      return;
    }
    const needed = this.bytes + source.length;
    if (needed > this.byteCapacity) this.reserve(0, needed);
    this.engine.u8.set(source, this.bytesAddress + this.bytes);
    this.numberSlot(Tag.string, this.bytes, source.length);
    this.bytes += source.length;
  }

  writeAll(values: readonly unknown[]): void {
    for (const value of values) this.write(value);
  }

  /** What a host function threw: an error value for scripts that leads back to the thrown object. */
  writeThrown(thrown: unknown): void {
    if (thrown === null || (typeof thrown !== 'object' && typeof thrown !== 'function')) {
      this.write(typeof thrown === 'symbol' || thrown === undefined ? String(thrown) : thrown);
      return;
    }
    const { name, message } = describeThrown(thrown);
    this.numberSlot(Tag.hostError, this.hosts.idOf(thrown));
    this.writeString(name);
    this.writeString(message);
  }

  private writeNumber(value: number): void {
    const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0);
    const at = this.slot(isInteger ? Tag.integer : Tag.float, 0);
    this.engine.f64[(at >> 3) + 1] = value;
  }

  private writeBigint(value: bigint): void {
    if (value < minInteger || value > maxInteger) {
      throw new LuaConversionError(`${value}n does not fit a Lua integer, which has 64 bits`);
    }
    const at = this.slot(Tag.bigint, 0);
    this.engine.i64[(at >> 3) + 1] = value;
  }

  private writeString(text: string): void {
    const needed = this.bytes + maximumBytes(text.length);
    if (needed > this.byteCapacity) this.reserve(0, needed);
    const size = encodeText(text, this.engine.u8, this.bytesAddress + this.bytes);
    this.numberSlot(Tag.string, this.bytes, size);
    this.bytes += size;
  }

  private writeObject(value: unknown, path: readonly object[]): void {
    if (value === null || typeof value !== 'object') {
      if (typeof value === 'function') this.writeFunction(value);
      else if (typeof value === 'bigint') this.writeBigint(value);
      else if (typeof value === 'symbol') throw new LuaConversionError('a symbol cannot be passed to Lua');
      else this.writePrimitive(value);
      return;
    }
    if (path.includes(value))
      throw new LuaConversionError('an object that contains itself cannot be passed to Lua');
    if (path.length === maxDepth) {
      throw new LuaConversionError(`objects nested deeper than ${maxDepth} levels cannot be passed to Lua`);
    }
    const inner = [...path, value];
    if (Array.isArray(value)) this.writeArray(value, inner);
    else if (isPlain(value)) this.writeRecord(value, inner);
    else {
      const name = Object.prototype.toString.call(value).slice(8, -1);
      throw new LuaConversionError(
        `${name === 'Object' ? 'an instance of a class' : `a ${name}`} cannot be passed to Lua: pass a plain object`,
      );
    }
  }

  private writePrimitive(value: unknown): void {
    if (typeof value === 'number') this.writeNumber(value);
    else if (typeof value === 'string') this.writeString(value);
    else if (typeof value === 'boolean') this.slot(value ? Tag.true : Tag.false, 0);
    else this.slot(Tag.nil, 0);
  }

  private writeArray(values: readonly unknown[], path: readonly object[]): void {
    const { length } = values;
    this.numberSlot(Tag.table, 0, length);
    for (let i = 0; i < length; i++) this.writeObject(values[i], path);
  }

  private writeRecord(record: object, path: readonly object[]): void {
    const keys = Object.keys(record);
    this.numberSlot(Tag.table, keys.length);
    for (const key of keys) {
      this.writeString(key);
      this.writeObject((record as Record<string, unknown>)[key], path);
    }
  }

  private writeFunction(value: object): void {
    const place = this.functions.placeOf(value);
    if (place === undefined) this.numberSlot(Tag.hostFunction, this.hosts.idOf(value));
    else this.numberSlot(Tag.function, place);
  }

  /** Starts a slot and returns its address. */
  private slot(tag: number, size: number): number {
    if (this.slots === this.slotCapacity) this.reserve(this.slots + 1, 0);
    const at = this.slotsAddress + slotBytes * this.slots++;
    const { i32 } = this.engine;
    i32[at >> 2] = tag;
    i32[(at >> 2) + 1] = size;
    return at;
  }

  private numberSlot(tag: number, number: number, size = 0): void {
    const at = this.slot(tag, size);
    this.engine.i32[(at >> 2) + 2] = number;
  }

  private reserve(slots: number, bytes: number): void {
    const room = (wanted: number, capacity: number) =>
      wanted > capacity ? Math.max(wanted, 2 * capacity) : 0;
    const fits = this.engine.exports.reserve(room(slots, this.slotCapacity), room(bytes, this.byteCapacity));
    if (!fits && !this.engine.exports.reserve(slots, bytes)) throw new InputMemoryError();
    this.refresh();
  }

  private refresh(): void {
    this.slotsAddress = this.engine.get(Field.inSlots);
    this.slotCapacity = this.engine.get(Field.inCapacity);
    this.bytesAddress = this.engine.get(Field.inBytes);
    this.byteCapacity = this.engine.get(Field.bytesCapacity);
  }
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describeThrown(thrown: object): { name: string; message: string } {
  try {
    const { name, message } = thrown as { name?: unknown; message?: unknown };
    if (typeof message === 'string') return { name: typeof name === 'string' ? name : 'Error', message };
    return { name: 'Error', message: String(thrown) };
  } catch {
    return { name: 'Error', message: 'a value that cannot be shown was thrown' };
  }
}
