/**
 * Writes what the code imports of the engine: `dist/inline-engine.js`, the engine as text, deflated, for platforms
 * where every bundler looks for files in its own way (compressed on its way it is as large as the file itself); and
 * `dist/engine-id.js`, which tells it from every other build.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);

function writeText(file: string, name: string, text: string, comment: string): void {
  writeFileSync(new URL(`${file}.js`, dist), `export const ${name} = '${text}';\n`);
  writeFileSync(new URL(`${file}.d.ts`, dist), `/** ${comment} */\nexport declare const ${name}: string;\n`);
}

const engine = readFileSync(new URL('tidelock.wasm', dist));
const deflated = deflateRawSync(engine, { level: 9 }).toString('base64');
writeText(
  'inline-engine',
  'deflatedEngine',
  deflated,
  'tidelock.wasm in the format `deflate-raw`, as Base64.',
);
const id = createHash('sha256').update(engine).digest('hex');
writeText('engine-id', 'engineId', id, 'The SHA-256 of tidelock.wasm.');
