/** The platform of Cloudflare Workers, which compile WebAssembly when a worker is deployed, and never later. */
import engine from '../../dist/tidelock.wasm';

export { writeErrorOutput, writeOutput } from './console-output.ts';
export { toModuleUrl } from './module-url.ts';
export { Folder, readFileInside, readTextFile, readTextFileAsync, workingDirectory } from './no-files.ts';
export * from './no-workers.ts';
export { randomSeed } from './random-seed.ts';
export { sha256 } from './sha256.ts';
export { afterThisTurn } from './turns.ts';

export function readEngine(): WebAssembly.Module {
  return engine;
}

export async function fetchEngine(): Promise<WebAssembly.Module> {
  return engine;
}
