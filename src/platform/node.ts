/** The platform of Node.js and Bun. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export { readFileInside } from './confinement.ts';
export { NodeFolder as Folder } from './node-folder.ts';
export * from './node-workers.ts';
export { randomSeed } from './random-seed.ts';

/** The compiled engine lies beside the compiled library. */
const engineFile = new URL('../../dist/tidelock.wasm', import.meta.url);

export function readEngine(): Uint8Array<ArrayBuffer> {
  return readFileSync(engineFile) as Uint8Array<ArrayBuffer>;
}

export async function fetchEngine(): Promise<Uint8Array<ArrayBuffer>> {
  return (await readFile(engineFile)) as Uint8Array<ArrayBuffer>;
}

/** @throws an error of the file system, with the reason, if there is no such file or it is a directory */
export function readTextFile(path: string): Uint8Array {
  if (statSync(path).isDirectory()) throw directoryError(path);
  return readFileSync(path);
}

/** The same for those who can wait. */
export async function readTextFileAsync(path: string): Promise<Uint8Array> {
  if ((await stat(path)).isDirectory()) throw directoryError(path);
  return readFile(path);
}

/** Calls back once the event loop has dealt with what is waiting for it. */
export function afterThisTurn(callback: () => void): void {
  setImmediate(callback);
}

/** The SHA-256 of some bytes: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

export function workingDirectory(): string | undefined {
  try {
    const folder = process.cwd();
    return folder.startsWith('/') ? folder : undefined;
  } catch {
    return undefined; // it was removed, or Deno does not allow it to be known
  }
}

export function writeOutput(text: string | Uint8Array): void {
  writeWhole(1, text);
}

export function writeErrorOutput(text: string | Uint8Array): void {
  writeWhole(2, text);
}

/** Writes before it returns: a stream of Node.js would queue, without bound, what its reader is slow to take. */
function writeWhole(file: number, text: string | Uint8Array): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // whoever reads it is slow
    }
  }
}

/** The URL of a module named by a URL or by the path of a file. */
export function toModuleUrl(module: string | URL): string {
  if (module instanceof URL) return module.href;
  return /^(file|data|node|https?):/.test(module) ? module : pathToFileURL(resolve(module)).href;
}

function directoryError(path: string): Error {
  return Object.assign(new Error(`'${path}' is a directory, not a file`), { code: 'EISDIR' });
}
