/** The system calls that the C library makes for files. All but `proc_exit` answer with a number of an error, or 0. */
export type FileImports = Readonly<Record<string, (...args: (number | bigint)[]) => number>>;

const badDescriptor = () => 8; // EBADF; the C library takes it as the end of the list of folders

/** What the C library can do where there are no files: nothing. */
export const noFiles: FileImports = {
  fd_close: badDescriptor,
  fd_fdstat_get: badDescriptor,
  fd_fdstat_set_flags: badDescriptor,
  fd_prestat_dir_name: badDescriptor,
  fd_prestat_get: badDescriptor,
  fd_read: badDescriptor,
  fd_seek: badDescriptor,
  fd_write: badDescriptor,
  path_open: badDescriptor,
  path_remove_directory: badDescriptor,
  path_rename: badDescriptor,
  path_unlink_file: badDescriptor,
  proc_exit: () => {
    throw new Error('the C library has no memory for its folders');
  },
};
