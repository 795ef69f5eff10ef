import { Field, slotBytes, stackBytes, staticSlots } from './abi.ts';
import type { Engine } from './engine.ts';

/** A stretch of an engine's memory. */
export interface MemoryPart {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/**
 * A copy of the memory of an idle engine: everything a Lua state is. The C stack is empty between entries,
 * so it is left out, as is what nobody owns (engine/image.c).
 */
export interface Image {
  /** The end of the memory in use. */
  readonly end: number;
  /** In order of their addresses; what lies between them is zero in a copy. */
  readonly parts: readonly MemoryPart[];
}

/** @param borrow whether to leave the bytes where they are: then the image lasts until the engine runs again */
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

/** How many bytes an image holds. */
export function imageBytes(image: Image): number {
  return image.parts.reduce((sum, part) => sum + part.bytes.length, 0);
}

/** Writes an image over memory that has nothing but zeros up to `cleared` at the most. */
export function writeImage(image: Image, memory: Uint8Array, cleared: number): void {
  let end: number = stackBytes;
  for (const { start, bytes } of image.parts) {
    if (end < cleared) memory.fill(0, end, Math.min(start, cleared));
    memory.set(bytes, start);
    end = start + bytes.length;
  }
  if (end < cleared) memory.fill(0, end, cleared);
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
