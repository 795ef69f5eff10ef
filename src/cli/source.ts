import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from './exit.ts';

/** A Lua source and the chunk name under which its errors are reported. */
export interface Source {
  readonly text: string;
  readonly chunkName: string;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
};

/** Reads a Lua file, or standard input when the name is `-`. */
export async function readSource(file: string): Promise<Source> {
  if (file === '-') return { text: skipShebang(decode(await buffer(process.stdin))), chunkName: '=stdin' };
  try {
    return { text: skipShebang(decode(await readFile(file))), chunkName: `@${file}` };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `cannot read '${file}': ${reasons[code] ?? message}; give a Lua file, or - for standard input`,
    );
  }
}

/** Text without a byte order mark, which Lua's own loader skips as well. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Blanks a first line that starts with `#`, as lua(1) does; the line itself stays, for the sake of line numbers. */
function skipShebang(text: string): string {
  return text.replace(/^#.*/, '');
}
