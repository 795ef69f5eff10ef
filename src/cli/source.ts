import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { skipFirstLineComment } from '../context/source.ts';
import { UsageError } from './exit.ts';

/** A Lua source and the chunk name under which its errors are reported. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly chunkName: string;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};

/** Reads a Lua file, or standard input when the name is `-`. */
export async function readSource(file: string): Promise<Source> {
  if (file === '-') return { bytes: skipFirstLineComment(await buffer(process.stdin)), chunkName: '=stdin' };
  try {
    return { bytes: skipFirstLineComment(await readFile(file)), chunkName: `@${file}` };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `cannot read '${file}': ${reasons[code] ?? message}; give a Lua file, or - for standard input`,
    );
  }
}
