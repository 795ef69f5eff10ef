import { type Fd, WASI, wasi } from '@bjorn3/browser_wasi_shim';
import { Field } from './abi.ts';
import type { Engine } from './engine.ts';
import { type FileImports, noFiles } from './no-files.ts';

/** So many files a state may have open: their buffers lie beside Lua's heap, which maxMemory bounds. */
const mostOpen = 64;

/** Each system call is charged as so many instructions, and one more for so many bytes. */
const callCharge = 100;
const bytesPerCharge = 64;

const firstFolder = 3; // after the standard streams, which the C library never asks for

type SystemCall = (...args: (number | bigint)[]) => number;

/**
 * The files of one engine: the system calls of its C library, on folders of the host. Nothing that they throw
 * goes on into the engine, and what they cost is charged to the script.
 */
export class Files {
  readonly imports: FileImports;
  private readonly shim: WASI;
  private readonly folders: number;
  private engine: Engine | undefined;

  constructor(folders: readonly Fd[]) {
    this.folders = firstFolder + folders.length;
    const none = undefined as unknown as Fd;
    this.shim = new WASI([], [], [none, none, none, ...folders], { debug: false });
    this.imports = {
      ...noFiles,
      fd_close: this.guarded('fd_close'),
      fd_fdstat_get: this.guarded('fd_fdstat_get'),
      fd_fdstat_set_flags: this.guarded('fd_fdstat_set_flags'),
      fd_prestat_dir_name: this.guarded('fd_prestat_dir_name'),
      fd_prestat_get: this.guarded('fd_prestat_get'),
      fd_read: this.moving('fd_read'),
      fd_seek: this.guarded('fd_seek'),
      fd_write: this.moving('fd_write'),
      path_open: this.opening(),
      path_remove_directory: this.guarded('path_remove_directory'),
      path_rename: this.guarded('path_rename'),
      path_unlink_file: this.guarded('path_unlink_file'),
    };
  }

  /** The engine whose memory the system calls read and write. */
  attach(engine: Engine): void {
    this.engine = engine;
    this.shim.inst = { exports: { memory: engine.memory } };
  }

  get openCount(): number {
    return this.shim.fds.reduce((count, fd, i) => (fd && i >= this.folders ? count + 1 : count), 0);
  }

  /** Closes all files, for a state that no longer knows of them. */
  closeAll(): void {
    for (const fd of this.shim.fds.splice(this.folders)) fd?.fd_close();
  }

  private guarded(name: string): SystemCall {
    const call = this.shim.wasiImport[name] as SystemCall;
    return (...args) => {
      this.charge(callCharge);
      try {
        return call(...args);
      } catch {
        return wasi.ERRNO_IO;
      }
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
    const call = this.guarded('path_open');
    const { fds } = this.shim;
    return (...args) => {
      if (this.openCount >= mostOpen) return wasi.ERRNO_MFILE;
      const result = call(...args);
      if (result !== wasi.ERRNO_SUCCESS) return result;
      const opened = fds.pop() as Fd;
      const free = fds.findIndex((fd, i) => !fd && i >= this.folders);
      const number = free === -1 ? fds.length : free;
      fds[number] = opened;
      this.view().setUint32(args[8] as number, number, true);
      return result;
    };
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
