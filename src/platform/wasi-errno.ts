import { wasi } from '@bjorn3/browser_wasi_shim';

const numbers: Readonly<Record<string, number>> = {
  EACCES: wasi.ERRNO_ACCES,
  EBADF: wasi.ERRNO_BADF,
  EBUSY: wasi.ERRNO_BUSY,
  EEXIST: wasi.ERRNO_EXIST,
  EFBIG: wasi.ERRNO_FBIG,
  EINVAL: wasi.ERRNO_INVAL,
  EISDIR: wasi.ERRNO_ISDIR,
  ELOOP: wasi.ERRNO_LOOP,
  EMFILE: wasi.ERRNO_MFILE,
  ENAMETOOLONG: wasi.ERRNO_NAMETOOLONG,
  ENOENT: wasi.ERRNO_NOENT,
  ENOSPC: wasi.ERRNO_NOSPC,
  ENOTDIR: wasi.ERRNO_NOTDIR,
  ENOTEMPTY: wasi.ERRNO_NOTEMPTY,
  EPERM: wasi.ERRNO_PERM,
  EROFS: wasi.ERRNO_ROFS,
  EXDEV: wasi.ERRNO_XDEV,
};

/** The number by which the C library knows an error of Node.js's file system. */
function wasiErrno(error: unknown): number {
  return numbers[(error as { code?: string } | undefined)?.code ?? ''] ?? wasi.ERRNO_IO;
}

/** What to answer to a system call that may fail; none of its errors goes further. */
export function attempt(work: () => void): number {
  try {
    work();
    return wasi.ERRNO_SUCCESS;
  } catch (error) {
    return wasiErrno(error);
  }
}
