import { stackBytes } from './abi.ts';

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

/** How many bytes an image holds. */
export function imageBytes(image: Image): number {
  return image.parts.reduce((sum, part) => sum + part.bytes.length, 0);
}

/** Writes an image over memory that beyond `cleared` has nothing but zeros. */
export function writeImage(image: Image, memory: Uint8Array, cleared: number): void {
  let end: number = stackBytes;
  for (const { start, bytes } of image.parts) {
    if (end < cleared) memory.fill(0, end, Math.min(start, cleared));
    memory.set(bytes, start);
    end = start + bytes.length;
  }
  if (end < cleared) memory.fill(0, end, cleared);
}
