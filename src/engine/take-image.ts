import { Field, slotBytes, stackBytes, staticSlots } from './abi.ts';
import type { Engine } from './engine.ts';
import type { Image, MemoryPart } from './image.ts';

/**
 * A copy of the memory of an idle engine.
 * @param borrow whether to leave the bytes where they are: then the image lasts until the engine runs again
 */
export function takeImage(engine: Engine, borrow = false): Image {
  const end = engine.heapEnd;
  const bytes = (from: number, to: number) =>
    borrow ? engine.u8.subarray(from, to) : engine.u8.slice(from, to);
  const parts: MemoryPart[] = [];
  let start: number = stackBytes;
  for (const run of freeRuns(engine)) {
    if (run.start > start) parts.push({ start, bytes: bytes(start, run.start) });
    start = run.start + run.size;
  }
  parts.push({ start, bytes: bytes(start, end) });
  return { end, parts };
}

function freeRuns(engine: Engine): { readonly start: number; readonly size: number }[] {
  const runs = [];
  let count: number;
  engine.set(Field.fuel, 2 ** 30); // the walk's loop is charged as all are
  do {
    count = engine.exports.free_runs(Number(runs.length === 0));
    const slots = engine.get(Field.outSlots);
    for (let i = 0; i < count; i++) {
      const word = (slots + slotBytes * i) >> 2;
      runs.push({
        start: (engine.i32[word + 2] as number) >>> 0,
        size: (engine.i32[word + 1] as number) >>> 0,
      });
    }
  } while (count === staticSlots);
  engine.set(Field.fuel, 0);
  return runs.sort((a, b) => a.start - b.start);
}
