/**
 * Writes what the code imports of the engine: `dist/inline-engine.js`, the engine as text, deflated, for platforms
 * where every bundler looks for files in its own way (compressed on its way it is no larger than the file itself);
 * and `dist/engine-id.js`, which tells it from every other build. Does nothing if the engine is the one that they
 * were made of.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { deflateAsync } from '@gfx/zopfli';
import { writeTextModule } from './text-module.ts';

const dist = new URL('../dist/', import.meta.url);

function isUpToDate(id: string): boolean {
  const files = ['inline-engine.js', 'engine-id.js'].map((name) => new URL(name, dist));
  return files.every((file) => existsSync(file)) && readFileSync(files[1] as URL, 'utf8').includes(id);
}

const engine = readFileSync(new URL('tidelock.wasm', dist));
const id = createHash('sha256').update(engine).digest('hex');
if (!isUpToDate(id)) {
  // zopfli: 5 % less than zlib at its best, for which everyone who downloads it may thank the build's three seconds.
  const deflated = Buffer.from(await deflateAsync(engine, { numiterations: 5 })).toString('base64');
  writeTextModule(
    'inline-engine',
    'deflatedEngine',
    deflated,
    'tidelock.wasm in the format `deflate-raw`, as Base64.',
  );
  writeTextModule('engine-id', 'engineId', id, 'The SHA-256 of tidelock.wasm.');
}
