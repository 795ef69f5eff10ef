import { slotBytes, Tag } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * What a slot that the encoder has written is as the key of a Lua table: the same text for the same key
 * (manual section 2.1); undefined for a table, which is another key each time.
 */
export function slotKey(engine: Engine, at: number, bytesAddress: number): string | undefined {
  const { i32, f64, i64, u8 } = engine;
  const word = at >> 2;
  const tag = i32[word];
  switch (tag) {
    case Tag.number:
    case Tag.largeNumber:
    case Tag.float: {
      const number = f64[(at + slotBytes / 2) >> 3] as number;
      return `number ${Number.isInteger(number) ? BigInt(number) : number}`;
    }
    case Tag.bigint:
      return `number ${i64[(at + slotBytes / 2) >> 3]}`;
    case Tag.string: {
      const start = bytesAddress + (i32[word + 2] as number);
      return `text ${u8.subarray(start, start + (i32[word + 1] as number)).join()}`;
    }
    case Tag.table:
    case Tag.hostError:
      return undefined;
    case Tag.ref:
    case Tag.hostFunction:
    case Tag.hostObject:
      return `${tag} ${i32[word + 2]}`;
    default:
      return `${tag}`;
  }
}
