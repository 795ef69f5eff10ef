import { readTextFile } from '#platform';
import { skipFirstLineComment } from '../context/source.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ENOTDIR: 'Not a directory',
  EMFILE: 'Too many open files',
};

/** @throws Error that says, as Lua would, why there is no source */
export function readSource(path: string): Uint8Array {
  if (path === '') throw new Error('File path cannot be empty');
  try {
    return skipFirstLineComment(readTextFile(path));
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    if (code === 'EISDIR') throw new Error(`cannot read ${path}: Is a directory`, { cause: error });
    throw new Error(`cannot open ${path}: ${reasons[code] ?? message}`, { cause: error });
  }
}

/** Whether it is compiled (manual section 6.5, string.dump). */
export function isBytecode(source: Uint8Array): boolean {
  return source[0] === 0x1b;
}
