/** What the library needs of Node.js (and of Bun and Deno, which offer the same modules). */
import { getRandomValues } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

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

export { readFileInside } from './confinement.ts';
export { NodeFolder as Folder } from './node-folder.ts';

/** Two random 32-bit integers. */
export function randomSeed(): readonly [number, number] {
  const [low = 0, high = 0] = getRandomValues(new Uint32Array(2));
  return [low, high];
}

export function writeOutput(text: string | Uint8Array): void {
  process.stdout.write(text);
}

export function writeErrorOutput(text: string | Uint8Array): void {
  process.stderr.write(text);
}
