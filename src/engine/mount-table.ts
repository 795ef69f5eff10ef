import { Fd, type Inode, wasi } from '@bjorn3/browser_wasi_shim';

const everyRight = 0x1fff_ffffn;

/** A folder and what is left of a name below it. */
interface Place {
  readonly folder: Fd;
  readonly rest: string;
}

/**
 * The root folder of the C library: nothing but the folders that are mounted in it, each of which answers for the
 * names below it.
 */
export class MountTable extends Fd {
  private readonly mounts: readonly (readonly [prefix: string, folder: Fd])[];

  /** @param mounts folders by their absolute names */
  constructor(mounts: ReadonlyMap<string, Fd>) {
    super();
    const prefixes = [...mounts].map(([name, folder]) => [name === '/' ? '/' : `${name}/`, folder] as const);
    this.mounts = prefixes.sort(([a], [b]) => b.length - a.length); // the innermost mount answers
  }

  override fd_fdstat_get() {
    const fdstat = new wasi.Fdstat(wasi.FILETYPE_DIRECTORY, 0);
    fdstat.fs_rights_base = everyRight;
    fdstat.fs_rights_inherited = everyRight;
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  override path_open(
    follow: number,
    name: string,
    how: number,
    base: bigint,
    inherited: bigint,
    fdFlags: number,
  ) {
    const place = this.placeOf(name);
    if (!place) return { ret: wasi.ERRNO_NOENT, fd_obj: null };
    return place.folder.path_open(follow, place.rest, how, base, inherited, fdFlags);
  }

  override path_unlink_file(name: string) {
    const place = this.placeOf(name);
    return place ? place.folder.path_unlink_file(place.rest) : wasi.ERRNO_NOENT;
  }

  override path_remove_directory(name: string) {
    const place = this.placeOf(name);
    return place ? place.folder.path_remove_directory(place.rest) : wasi.ERRNO_NOENT;
  }

  /** The first half of a rename: the library goes on with the result to `path_link`. */
  override path_unlink(name: string) {
    const place = this.placeOf(name);
    return place ? place.folder.path_unlink(place.rest) : { ret: wasi.ERRNO_NOENT, inode_obj: null };
  }

  override path_link(name: string, inode: Inode, allowFolder: boolean) {
    const place = this.placeOf(name);
    return place ? place.folder.path_link(place.rest, inode, allowFolder) : wasi.ERRNO_NOENT;
  }

  private placeOf(name: string): Place | undefined {
    const path = `/${normalize(name)}`;
    for (const [prefix, folder] of this.mounts) {
      if (`${path}/`.startsWith(prefix)) return { folder, rest: path.slice(prefix.length) };
    }
    return undefined;
  }
}

/** Without `.` and `..`; above the root there is the root. */
function normalize(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
