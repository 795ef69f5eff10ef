import { type Fd, WASI, wasi } from '@bjorn3/browser_wasi_shim';
import { Field } from './abi.ts';
import type { Engine } from './engine.ts';
import { MountTable } from './mount-table.ts';
import { type FileImports, noFiles, rootFolder } from './no-files.ts';

/** So many files a state may have open: their buffers lie beside Lua's heap, which maxMemory bounds. */
const mostOpen = 64;

/** Each system call is charged as so many instructions, and one more for so many bytes. */
const callCharge = 100;
/** Longer names have no file on any system, and would be taken apart at the host's cost. */
const longestName = 4_096;
const bytesPerCharge = 64;

const firstFile = rootFolder + 1;

/** Numbers of files hold one of so many generations: a file of an earlier state is no file of a later one. */
const generations = 2 ** 24;

type SystemCall = (...args: (number | bigint)[]) => number;

/**
 * The files of one engine: the system calls of its C library, on folders of the host. Nothing that they throw
 * goes on into the engine, and what they cost is charged to the script.
 */
export class Files {
  readonly imports: FileImports;
  private readonly shim: WASI;
  private engine: Engine | undefined;
  /** Random, since a state may have come from another process. */
  private generation = Math.floor(Math.random() * generations);

  /** @param mounts folders by their absolute names */
  constructor(mounts: ReadonlyMap<string, Fd>) {
    const none = undefined as unknown as Fd; // in the place of the standard streams, which are not asked for
    this.shim = new WASI([], [], [none, none, none, new MountTable(mounts)], { debug: false });
    this.imports = {
      ...noFiles,
      fd_close: this.guarded('fd_close'),
      fd_fdstat_get: this.guarded('fd_fdstat_get'),
      fd_fdstat_set_flags: this.guarded('fd_fdstat_set_flags'),
      fd_read: this.moving('fd_read'),
      fd_seek: this.guarded('fd_seek'),
      fd_write: this.moving('fd_write'),
      path_open: this.opening(),
      path_remove_directory: this.naming('path_remove_directory', 2),
      path_rename: this.naming('path_rename', 2, 5),
      path_unlink_file: this.naming('path_unlink_file', 2),
    };
  }

  /** The engine whose memory the system calls read and write. */
  attach(engine: Engine): void {
    this.engine = engine;
    const exports = {
      get memory() {
        return engine.memory; // another one after a restore that made a new instance
      },
    };
    this.shim.inst = { exports };
  }

  get openCount(): number {
    return this.shim.fds.reduce((count, fd, i) => (fd && i >= firstFile ? count + 1 : count), 0);
  }

  /** Closes all files. Should the state still know of one, it finds it closed, whatever is opened later. */
  closeAll(): void {
    this.generation = (this.generation + 1) % generations;
    for (const fd of this.shim.fds.splice(firstFile)) fd?.fd_close();
  }

  private guarded(name: string): SystemCall {
    const call = this.shim.wasiImport[name] as SystemCall;
    return (file, ...args) => {
      this.charge(callCharge);
      try {
        return call(this.placeOf(file as number), ...args);
      } catch {
        return wasi.ERRNO_IO;
      }
    };
  }

  /** @param lengths which of the arguments are the lengths of names */
  private naming(name: string, ...lengths: readonly number[]): SystemCall {
    const call = this.guarded(name);
    return (...args) => {
      if (lengths.some((at) => (args[at] as number) > longestName)) return wasi.ERRNO_NAMETOOLONG;
      return call(...args);
    };
  }

  /** A read or a write, which says at its fourth argument how many bytes it moved. */
  private moving(name: string): SystemCall {
    const call = this.guarded(name);
    return (...args) => {
      const result = call(...args);
      if (result === wasi.ERRNO_SUCCESS) this.charge(this.wordAt(args[3] as number) / bytesPerCharge);
      return result;
    };
  }

  /** The library numbers files upwards without end: here each gets the lowest number that is free. */
  private opening(): SystemCall {
    const call = this.naming('path_open', 3);
    const { fds } = this.shim;
    return (...args) => {
      if (this.openCount >= mostOpen) return wasi.ERRNO_MFILE;
      const result = call(...args);
      if (result !== wasi.ERRNO_SUCCESS) return result;
      const opened = fds.pop() as Fd;
      const free = fds.findIndex((fd, i) => !fd && i >= firstFile);
      const number = free === -1 ? fds.length : free;
      fds[number] = opened;
      this.view().setUint32(args[8] as number, number + this.generation * mostOpen, true);
      return result;
    };
  }

  /** Where the library has the file or folder of this number; nowhere if it is of another generation. */
  private placeOf(number: number): number {
    if (number < firstFile) return number;
    const place = number - this.generation * mostOpen;
    return place < firstFile ? -1 : place;
  }

  private charge(amount: number): void {
    this.engine?.set(Field.fuel, this.engine.fuel - Math.floor(amount));
  }

  private wordAt(address: number): number {
    return this.view().getUint32(address, true);
  }

  private view(): DataView {
    return new DataView(this.shim.inst.exports.memory.buffer);
  }
}
