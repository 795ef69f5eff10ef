import { type EngineExports, Field, type HostImports, initialBytes, maximumBytes } from './abi.ts';
import { type Image, imageBytes, writeImage } from './image.ts';
import { type FileImports, noFiles } from './no-files.ts';

const pageBytes = 65_536;

/** Bytes to clear from which on a new instance is made instead. */
const mostToClear = 2 ** 24;

/** What an engine asks of whoever runs it; the engine itself keeps its views of memory fresh. */
export type Host = Omit<HostImports, 'memory_grew'>;

/**
 * One instance of the WebAssembly module: a Lua state, its memory, and typed views of that memory.
 * The views are replaced when memory grows, so they are never kept across a call.
 */
export class Engine {
  exports!: EngineExports;
  memory!: WebAssembly.Memory;
  i32!: Int32Array;
  f64!: Float64Array;
  i64!: BigInt64Array;
  u8!: Uint8Array;
  private readonly module: WebAssembly.Module;
  private readonly files: FileImports;
  private readonly imports: HostImports;
  private readonly maxBytes: number;
  private shared = 0;
  private emptyStack = 0;

  /**
   * @param maxBytes the size beyond which the instance's memory cannot grow, whatever Lua's own limit says
   * @param image the state to start from; without it the instance has none, and `open` makes one
   * @param files the system calls of the C library, where scripts may have files
   */
  constructor(
    module: WebAssembly.Module,
    host: Host,
    maxBytes: number,
    image?: Image,
    files: FileImports = noFiles,
  ) {
    this.module = module;
    this.imports = { ...host, memory_grew: () => this.refreshViews() };
    this.files = files;
    this.maxBytes = maxBytes;
    this.instantiate(image?.end ?? initialBytes);
    if (image) writeImage(image, this.u8, 0);
    else this.exports._initialize();
  }

  /** The end of the memory in use; what lies beyond has not been touched since the state was made. */
  get heapEnd(): number {
    return Math.max(this.get(Field.heapEnd), initialBytes);
  }

  /**
   * Sets the whole state back to an image of an engine of the same build. Nothing of the old one stays. Where
   * there is much to clear, a new instance takes less time, and the old one's memory is given back.
   * @throws RangeError if the machine has no memory for it; the old state is whole then
   */
  restore(image: Image): void {
    const end = Math.max(this.heapEnd, image.end);
    if (end > this.u8.length || end - imageBytes(image) > mostToClear) {
      this.instantiate(image.end);
      writeImage(image, this.u8, 0);
    } else {
      this.exports.__stack_pointer.value = this.emptyStack; // a trap leaves it where it struck
      writeImage(image, this.u8, end);
    }
  }

  private instantiate(bytes: number): void {
    const initial = Math.ceil(bytes / pageBytes);
    const maximum = Math.max(initial, Math.ceil(Math.min(this.maxBytes, maximumBytes) / pageBytes));
    const memory = new WebAssembly.Memory({ initial, maximum });
    const instance = new WebAssembly.Instance(this.module, {
      env: { memory },
      host: { ...this.imports },
      wasi_snapshot_preview1: this.files,
    });
    this.memory = memory;
    this.exports = instance.exports as unknown as EngineExports;
    this.shared = this.exports.tl_shared.value >> 2;
    this.emptyStack = this.exports.__stack_pointer.value;
    this.refreshViews();
  }

  get(field: Field): number {
    return (this.i32[this.shared + field] as number) >>> 0;
  }

  set(field: Field, value: number): void {
    this.i32[this.shared + field] = value;
  }

  /** No memory counts but what is in use now, until an execution is entered. */
  forgetPeak(): void {
    this.set(Field.memoryPeak, this.get(Field.memoryUsed));
  }

  /** A slice of so many instructions. */
  grant(fuel: number): void {
    const { i32, shared } = this;
    i32[shared + Field.fuel] = fuel;
    i32[shared + Field.chargedEarly] = 0;
  }

  /** Instructions left in the slice: the one field that may be negative. */
  get fuel(): number {
    return this.i32[this.shared + Field.fuel] as number;
  }

  private refreshViews(): void {
    const { buffer } = this.memory;
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.i64 = new BigInt64Array(buffer);
    this.u8 = new Uint8Array(buffer);
  }
}
