import {
  constants,
  ftruncateSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { Fd, Inode, wasi } from '@bjorn3/browser_wasi_shim';
import { fileError, openRegular, realPathInside } from './confinement.ts';
import { NodeFile } from './node-file.ts';
import { attempt } from './wasi-errno.ts';

/** A file that is about to be renamed: what one folder hands to another. */
class Place extends Inode {
  constructor(readonly path: string) {
    super();
  }

  path_open() {
    return { ret: wasi.ERRNO_NOTSUP, fd_obj: null };
  }

  stat(): wasi.Filestat {
    throw new Error('not asked for');
  }
}

/** A folder of the machine as scripts see it: nothing outside of it can be reached, whatever the name. */
export class NodeFolder extends Fd {
  private readonly root: string;
  private readonly writable: boolean;

  /** @throws an error of the file system if there is no such folder */
  constructor(path: string, writable: boolean) {
    super();
    this.root = realpathSync(path);
    if (!statSync(this.root).isDirectory()) throw fileError('ENOTDIR', `'${path}' is not a directory`);
    this.writable = writable;
  }

  override path_open(_: number, name: string, how: number, rights: bigint, __: bigint, fdFlags: number) {
    let fd: NodeFile | null = null;
    const ret = attempt(() => {
      fd = this.open(name, how, rights, (fdFlags & wasi.FDFLAGS_APPEND) !== 0);
    });
    return { ret, fd_obj: fd };
  }

  private open(name: string, how: number, rights: bigint, appends: boolean): NodeFile {
    const writes = (rights & BigInt(wasi.RIGHTS_FD_WRITE)) !== 0n;
    const reads = (rights & BigInt(wasi.RIGHTS_FD_READ)) !== 0n;
    if (how & wasi.OFLAGS_DIRECTORY) throw fileError('EACCES', 'directories cannot be opened');
    if (writes || how !== 0) this.checkWritable();
    let flags = writes ? (reads ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
    if (how & wasi.OFLAGS_CREAT) flags |= constants.O_CREAT;
    if (how & wasi.OFLAGS_EXCL) flags |= constants.O_EXCL;
    const file = openRegular(this.resolve(name, true), flags);
    if (how & wasi.OFLAGS_TRUNC) ftruncateSync(file); // now that it is known to be a regular file
    return new NodeFile(file, appends);
  }

  override path_unlink_file(name: string) {
    return attempt(() => {
      const path = this.changeable(name);
      if (lstatSync(path).isDirectory()) throw fileError('EISDIR', 'a directory is not a file');
      unlinkSync(path);
    });
  }

  override path_remove_directory(name: string) {
    return attempt(() => rmdirSync(this.changeable(name)));
  }

  /** The first half of a rename: the library goes on with the result to `path_link`. */
  override path_unlink(name: string) {
    let place: Place | null = null;
    const ret = attempt(() => {
      const path = this.changeable(name);
      lstatSync(path);
      place = new Place(path);
    });
    return { ret, inode_obj: place };
  }

  override path_link(name: string, inode: Inode) {
    return attempt(() => renameSync((inode as Place).path, this.changeable(name)));
  }

  private resolve(name: string, followLast: boolean): string {
    return realPathInside(this.root, name, followLast);
  }

  /** The place of a name that may be removed or replaced: not the folder itself, and a link rather than its target. */
  private changeable(name: string): string {
    this.checkWritable();
    const path = this.resolve(name, false);
    if (path === this.root) throw fileError('EBUSY', 'the folder itself cannot be changed');
    return path;
  }

  private checkWritable(): void {
    if (!this.writable) throw fileError('EROFS', 'the folder is read-only');
  }
}
