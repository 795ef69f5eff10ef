import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export interface Download {
  readonly bytes: number;
  readonly brotli: number;
}

/** The bytes of a built folder's code and engine, as a server sends them: compressed with gzip, and with brotli. */
export function downloadSize(folder: string): Download {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|wasm)$/.test(name))
    .map((name) => readFileSync(join(folder, name)));
  const sum = (compress: (content: Buffer) => Buffer) =>
    files.reduce((total, content) => total + compress(content).length, 0);
  return { bytes: sum((content) => gzipSync(content, { level: 9 })), brotli: sum(brotliCompressSync) };
}
