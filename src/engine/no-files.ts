/** The system calls that the C library makes for files: each answers with the number of an error, or 0. */
export type FileImports = Readonly<Record<string, (...args: (number | bigint)[]) => number>>;

/** The one folder that the C library knows: `/`, in which all mounts lie. */
export const rootFolder = 3;

const badDescriptor = () => 8;
const noEntry = () => 44;

/** What the C library can do where there are no files: nothing. */
export const noFiles: FileImports = {
  fd_close: badDescriptor,
  fd_fdstat_get: noEntry, // asked of the root before anything in it is opened
  fd_fdstat_set_flags: badDescriptor,
  fd_prestat_dir_name: badDescriptor,
  fd_prestat_get: badDescriptor,
  fd_read: badDescriptor,
  fd_seek: badDescriptor,
  fd_write: badDescriptor,
  path_open: noEntry,
  path_remove_directory: noEntry,
  path_rename: noEntry,
  path_unlink_file: noEntry,
  proc_exit: () => {
    throw new Error('the C library gave up');
  },
};

/**
 * What tells the C library of its root folder, once, when an image is made. So all images have the same list,
 * and a state can go on in a context with other mounts.
 */
export function rootFolderImports(memory: () => ArrayBuffer): FileImports {
  return {
    ...noFiles,
    fd_prestat_get: (number, address) => {
      if (number !== rootFolder) return badDescriptor();
      const view = new DataView(memory());
      view.setUint32(Number(address), 0, true); // a folder
      view.setUint32(Number(address) + 4, 1, true); // with a name of one byte
      return 0;
    },
    fd_prestat_dir_name: (_, address) => {
      new DataView(memory()).setUint8(Number(address), '/'.charCodeAt(0));
      return 0;
    },
  };
}
