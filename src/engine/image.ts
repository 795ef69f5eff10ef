import { stackBytes } from './abi.ts';
import type { Engine } from './engine.ts';

/**
 * A copy of the memory of an idle engine: everything a Lua state is. The C stack is empty between entries,
 * so it is left out, as are the zeros after the last byte that is set.
 */
export class Image {
  readonly start = stackBytes;
  readonly end: number;
  readonly bytes: Uint8Array;

  constructor(engine: Engine) {
    this.end = engine.heapEnd;
    let size = this.end - this.start;
    while (size > 0 && engine.u8[this.start + size - 1] === 0) size--;
    this.bytes = engine.u8.slice(this.start, this.start + size);
  }

  copyTo(memory: Uint8Array): void {
    memory.set(this.bytes, this.start);
  }
}
