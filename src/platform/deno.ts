/** The platform of Deno: that of Node.js, but for the engine, since reading a file would need a permission. */
import { inflateRawSync } from 'node:zlib';
import { deflatedEngine } from '../../dist/inline-engine.js';

export * from './node.ts';

export function readEngine(): Uint8Array<ArrayBuffer> {
  const deflated = Uint8Array.from(atob(deflatedEngine), (character) => character.charCodeAt(0));
  return inflateRawSync(deflated) as Uint8Array<ArrayBuffer>;
}

export async function fetchEngine(): Promise<Uint8Array<ArrayBuffer>> {
  return readEngine();
}
