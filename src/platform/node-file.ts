import { closeSync, fstatSync, readSync, writeSync } from 'node:fs';
import { Fd, wasi } from '@bjorn3/browser_wasi_shim';
import { attempt } from './wasi-errno.ts';

/** A read may be as long as the script's memory; it is served in portions, as the C library expects. */
const mostAtOnce = 1 << 20;

/** An open file of a folder that scripts see. Its position is its own: the descriptor's is not used. */
export class NodeFile extends Fd {
  private readonly file: number;
  private readonly appends: boolean;
  private position = 0;

  constructor(file: number, appends: boolean) {
    super();
    this.file = file;
    this.appends = appends;
  }

  override fd_close() {
    return attempt(() => closeSync(this.file));
  }

  override fd_fdstat_get() {
    return { ret: wasi.ERRNO_SUCCESS, fdstat: new wasi.Fdstat(wasi.FILETYPE_REGULAR_FILE, 0) };
  }

  override fd_fdstat_set_flags() {
    return wasi.ERRNO_SUCCESS; // the C library sets those that the file was opened with
  }

  override fd_read(size: number) {
    const data = new Uint8Array(Math.min(size, mostAtOnce));
    let read = 0;
    const ret = attempt(() => {
      read = readSync(this.file, data, 0, data.length, this.position);
    });
    this.position += read;
    return { ret, data: data.subarray(0, read) };
  }

  override fd_write(data: Uint8Array) {
    let nwritten = 0;
    const ret = attempt(() => {
      if (this.appends) this.position = fstatSync(this.file).size;
      nwritten = writeSync(this.file, data, 0, data.length, this.position);
    });
    this.position += nwritten;
    return { ret, nwritten };
  }

  override fd_seek(by: bigint, from: number) {
    let target = 0n;
    const ret = attempt(() => {
      target = by + BigInt(this.origin(from));
    });
    if (target < 0n || target > Number.MAX_SAFE_INTEGER) return { ret: wasi.ERRNO_INVAL, offset: 0n };
    if (ret === wasi.ERRNO_SUCCESS) this.position = Number(target);
    return { ret, offset: target };
  }

  private origin(from: number): number {
    if (from === wasi.WHENCE_SET) return 0;
    return from === wasi.WHENCE_CUR ? this.position : fstatSync(this.file).size;
  }
}
