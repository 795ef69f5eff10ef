import { gunzipSync } from 'node:zlib';

const BLOCK = 512;
const CHECKSUM = { start: 148, end: 156 };
const REGULAR_FILE = '0';

/**
 * The files of the Lua archive's `src` folder, by name (`lvm.c`). Reads what that archive holds, plain tar
 * entries with short names; `fetchLua` has made sure that it is that archive.
 */
export function readLuaSources(archive: Uint8Array): Map<string, Uint8Array> {
  const sources = new Map<string, Uint8Array>();
  for (const { path, content } of readTar(gunzipSync(archive))) {
    const name = /^[^/]+\/src\/([^/]+)$/.exec(path)?.[1];
    if (name) sources.set(name, content);
  }
  return sources;
}

function* readTar(tar: Buffer): Generator<{ path: string; content: Uint8Array }> {
  let offset = 0;
  while (offset + BLOCK <= tar.length) {
    const header = tar.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (octal(header, CHECKSUM.start, CHECKSUM.end) !== checksum(header)) {
      throw new Error(`damaged tar header at byte ${offset}`);
    }
    const size = octal(header, 124, 136);
    const start = offset + BLOCK;
    if (start + size > tar.length) throw new Error(`tar entry at byte ${offset} is cut short`);
    if (text(header, 156, 157) === REGULAR_FILE) {
      yield { path: text(header, 0, 100), content: tar.subarray(start, start + size) };
    }
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error('tar archive has no end');
}

/** The sum of the header's bytes, with the checksum itself taken as blanks. */
function checksum(header: Buffer): number {
  const blank = Buffer.from(header).fill(' ', CHECKSUM.start, CHECKSUM.end);
  return blank.reduce((sum, byte) => sum + byte, 0);
}

function octal(header: Buffer, start: number, end: number): number {
  return Number.parseInt(text(header, start, end), 8);
}

function text(header: Buffer, start: number, end: number): string {
  return header.toString('latin1', start, end).replace(/\0.*$/s, '');
}
