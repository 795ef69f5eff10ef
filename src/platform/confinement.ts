import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** An error as those of the file system, with a code that says what the matter is. */
export function fileError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/**
 * The real place of a name below a folder.
 * @param root the real path of the folder
 * @param followLast whether a link at the end of the name is followed; the links on the way always are
 * @throws an error of the file system, EACCES for a name that leads out of the folder
 */
export function realPathInside(root: string, name: string, followLast: boolean): string {
  const parts = splitName(name);
  const last = parts.pop();
  if (last === undefined) return root;
  const place = join(insideOf(root, realpathSync(join(root, ...parts))), last);
  if (!followLast || !isLink(place)) return place;
  return insideOf(root, realpathSync(place)); // a link to nothing is an error, so nothing is made through it
}

/**
 * The bytes of a regular file below a folder.
 * @param folder need not exist
 * @param most so many bytes, at most
 * @throws an error of the file system, EACCES for a name that leads out of the folder; Error if it is larger
 */
export function readFileInside(folder: string, name: string, most: number): Uint8Array {
  const file = openRegular(realPathInside(realpathSync(folder), name, true), constants.O_RDONLY);
  try {
    const { size } = fstatSync(file);
    if (size > most) throw new Error(`'${name}' has ${size} bytes, more than the memory limit leaves`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Opens a regular file, and nothing else: a pipe or a device might block for ever. */
export function openRegular(path: string, flags: number): number {
  const known = lstatSync(path, { throwIfNoEntry: false });
  if (known) refuseIrregular(known);
  // should the file become another one just now: no link is followed, and no pipe waited for
  const file = openSync(path, flags | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0), 0o666);
  try {
    refuseIrregular(fstatSync(file));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function refuseIrregular(stats: { isFile(): boolean; isDirectory(): boolean }): void {
  if (stats.isDirectory()) throw fileError('EISDIR', 'a directory is not a file');
  if (!stats.isFile()) throw fileError('EACCES', 'neither a regular file nor a directory');
}

/** The parts of a name, without those that lead nowhere. */
function splitName(name: string): string[] {
  if (name.includes('\0')) throw fileError('EINVAL', 'a file name with a zero byte');
  if (sep === '\\' && /[\\:]/.test(name))
    throw fileError('EACCES', 'a file name with a drive or a backslash');
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw fileError('EACCES', 'a file name that leads out of the folder');
  }
  return parts;
}

function insideOf(root: string, path: string): string {
  const base = root.endsWith(sep) ? root : root + sep;
  if (path !== root && !path.startsWith(base)) {
    throw fileError('EACCES', 'a link that leads out of the folder');
  }
  return path;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
