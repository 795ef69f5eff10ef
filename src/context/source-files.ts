import { readTextFile, readTextFileAsync } from '#platform';
import { LuaOptionError } from '../bridge/errors.ts';
import { skipFirstLineComment } from './source.ts';

/** Returns the source of a file, or null if there is no such file. */
export type FileReader = (path: string) => string | Uint8Array | null | undefined;

const encoder = new TextEncoder();

/** How a context reads files of source: as the host's reader says, or else from the machine. */
export class SourceFiles {
  reader: FileReader | undefined;

  /** @throws an error of the file system, or one like it, if there is no such file */
  read(path: string): Uint8Array {
    if (!this.reader) return skipFirstLineComment(readTextFile(path));
    const source = this.readThroughHost(path);
    if (source) return source;
    throw Object.assign(new Error(`the file reader has no '${path}'`), { code: 'ENOENT' });
  }

  /** The same without blocking, but for the host's reader. */
  async readAsync(path: string): Promise<Uint8Array> {
    return this.reader ? this.read(path) : skipFirstLineComment(await readTextFileAsync(path));
  }

  /** undefined if the host's reader has no such file */
  readThroughHost(path: string): Uint8Array | undefined {
    const source = this.reader?.(path);
    if (source === null || source === undefined) return undefined;
    if (typeof source === 'string') return skipFirstLineComment(encoder.encode(source));
    if (source instanceof Uint8Array) return skipFirstLineComment(source);
    throw new LuaOptionError('what the file reader returned', source, 'a string, a Uint8Array or null');
  }
}
