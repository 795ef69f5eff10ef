import { Field, slotBytes, Tag } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import type { FunctionHandles } from './function-handles.ts';
import type { HostObjects } from './host-objects.ts';
import { decodeText } from './text.ts';
import type { LuaTable, LuaValue } from './values.ts';

/** A value on its way out of Lua: also what a host function once threw. */
type Decoded = LuaValue | object;

/** Reads values from the engine's out slots (engine/bridge.c), all of them before Lua runs again. */
export class Decoder {
  private readonly engine: Engine;
  private readonly hosts: HostObjects;
  private readonly functions: FunctionHandles;
  private at = 0;

  constructor(engine: Engine, hosts: HostObjects, functions: FunctionHandles) {
    this.engine = engine;
    this.hosts = hosts;
    this.functions = functions;
  }

  readAll(count: number): Decoded[] {
    this.at = this.engine.get(Field.outSlots);
    const values: Decoded[] = new Array(count);
    for (let i = 0; i < count; i++) values[i] = this.read();
    return values;
  }

  /** As a call's results appear in JavaScript: nothing, one value, or an array of several. */
  readResults(count: number): Decoded | undefined {
    if (count === 1) {
      this.at = this.engine.get(Field.outSlots);
      return this.read();
    }
    return count === 0 ? undefined : this.readAll(count);
  }

  private read(): Decoded {
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
        return decodeText(this.engine.u8, i32[word + 2] as number, i32[word + 1] as number);
      case Tag.table:
        return this.readTable(i32[word + 1] as number, i32[word + 2] as number);
      case Tag.function:
        return this.functions.at(i32[word + 2] as number);
      case Tag.hostFunction:
      case Tag.hostError:
        return this.hosts.get(i32[word + 2] as number) as Decoded;
      default:
        throw new Error(`the engine sent an unknown kind of value: ${i32[word]}`);
    }
  }

  private readTable(length: number, pairs: number): Decoded {
    const sequence: Decoded[] = new Array(length);
    for (let i = 0; i < length; i++) sequence[i] = this.read();
    if (pairs === 0 && length > 0) return sequence as LuaValue[];
    const table: LuaTable = {};
    for (let i = 0; i < length; i++) table[i + 1] = sequence[i] as LuaValue;
    for (let i = 0; i < pairs; i++) {
      const key = this.read();
      define(table, keyText(key), this.read() as LuaValue);
    }
    return table;
  }
}

function keyText(key: Decoded): string {
  return typeof key === 'object' ? JSON.stringify(key) : String(key);
}

/** An own property in every case: assignment to `__proto__` would change the prototype instead. */
function define(table: LuaTable, key: string, value: LuaValue): void {
  if (key === '__proto__') {
    Object.defineProperty(table, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    table[key] = value;
  }
}
