/**
 * The platform of browsers, web workers, and whatever has no module of its own here. The engine comes from a
 * module of JavaScript rather than a file, since no two bundlers agree on how to find a file.
 */
export { writeErrorOutput, writeOutput } from './console-output.ts';
export { toModuleUrl } from './module-url.ts';
export { Folder, readFileInside, readTextFile, readTextFileAsync, workingDirectory } from './no-files.ts';
export { randomSeed } from './random-seed.ts';
export { sha256 } from './sha256.ts';
export { afterThisTurn } from './turns.ts';
export * from './web-workers.ts';

/** Browsers unpack and compile without holding the page up, but not at once. */
export function readEngine(): undefined {
  return undefined;
}

export async function fetchEngine(): Promise<ArrayBuffer> {
  const { deflatedEngine } = await import('../../dist/inline-engine.js');
  const deflated = Uint8Array.from(atob(deflatedEngine), (character) => character.charCodeAt(0));
  const inflated = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(inflated).arrayBuffer();
}
