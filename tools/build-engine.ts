/**
 * Builds `dist/tidelock.wasm`: pristine Lua and `engine/`, compiled by clang (itself in WebAssembly, so that
 * no compiler is needed), linked, and metered. Does nothing if no input has changed since the last build.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fetchLua } from './fetch-lua.ts';
import { readLuaSources } from './untar.ts';

const root = new URL('../', import.meta.url);
const outputFile = new URL('dist/tidelock.wasm', root);
const stampFile = new URL('build/engine.stamp', root);

function engineSources(): Record<string, string> {
  const folder = new URL('engine/', root);
  const names = readdirSync(folder).filter((name) => /\.[ch]$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

/** A hash of everything that decides what comes out. */
function inputsStamp(): string {
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  const versions = ['@yowasp/clang', 'binaryen'].map(
    (name) => lock.packages[`node_modules/${name}`]?.version,
  );
  const files = [
    'engine/lua.json',
    'src/engine/abi.ts',
    'tools/compile-engine.ts',
    'tools/meter-loops.ts',
    'tools/s-expression.ts',
  ].map((name) => readFileSync(new URL(name, root), 'utf8'));
  return createHash('sha256')
    .update(JSON.stringify([versions, files, engineSources()]))
    .digest('hex');
}

function isUpToDate(stamp: string): boolean {
  try {
    readFileSync(outputFile);
    return readFileSync(stampFile, 'utf8') === stamp;
  } catch {
    return false;
  }
}

const stamp = inputsStamp();
if (isUpToDate(stamp)) {
  console.log('the engine is up to date');
} else {
  const started = performance.now();
  const { bytes, origin } = await fetchLua();
  console.log(`Lua sources from ${origin}`);
  const { compileEngine } = await import('./compile-engine.ts'); // large, so loaded only where it is needed
  const wasm = await compileEngine(readLuaSources(bytes), engineSources());
  mkdirSync(new URL('.', outputFile), { recursive: true });
  mkdirSync(new URL('.', stampFile), { recursive: true });
  writeFileSync(outputFile, wasm);
  writeFileSync(stampFile, stamp);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`built ${fileURLToPath(outputFile)}: ${Math.round(wasm.length / 1000)} kB in ${seconds} s`);
}
