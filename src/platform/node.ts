/** What the library needs of Node.js (and of Bun and Deno, which offer the same modules). */
import { createHash, getRandomValues } from 'node:crypto';
import { readFileSync, statSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export * from './node-workers.ts';

/** The compiled engine, which lies beside the compiled library. */
export function readEngine(): Uint8Array {
  return readFileSync(new URL('../../dist/tidelock.wasm', import.meta.url));
}

/** @throws an error of the file system, with the reason, if there is no such file or it is a directory */
export function readTextFile(path: string): Uint8Array {
  if (statSync(path).isDirectory()) {
    throw Object.assign(new Error(`'${path}' is a directory, not a file`), { code: 'EISDIR' });
  }
  return readFileSync(path);
}

/** The same without blocking. */
export async function readTextFileAsync(path: string): Promise<Uint8Array> {
  return readFile(path);
}

/** Calls back once the event loop has dealt with what is waiting for it. */
export function afterThisTurn(callback: () => void): void {
  setImmediate(callback);
}
export { readFileInside } from './confinement.ts';
export { NodeFolder as Folder } from './node-folder.ts';

/** Two random 32-bit integers. */
export function randomSeed(): readonly [number, number] {
  const [low = 0, high = 0] = getRandomValues(new Uint32Array(2));
  return [low, high];
}

/** The SHA-256 of some bytes: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

export function writeOutput(text: string | Uint8Array): void {
  process.stdout.write(text);
}

export function writeErrorOutput(text: string | Uint8Array): void {
  process.stderr.write(text);
}

/** Writes before it returns, so that what a worker writes does not pile up in memory. */
export function writeOutputNow(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(process.stdout.fd, bytes, at);
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
