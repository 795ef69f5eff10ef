/**
 * Builds `dist/tidelock.wasm`: pristine Lua and `engine/`, compiled by clang (itself in WebAssembly, so that
 * no compiler is needed), linked, and metered. Does nothing if no input has changed since the last build.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runClang, runLLVM, type Tree } from '@yowasp/clang';
import { initialBytes, maximumBytes, stackBytes } from '../src/engine/abi.ts';
import { fetchLua } from './fetch-lua.ts';
import { meterLoops } from './meter-loops.ts';
import { readLuaSources } from './untar.ts';

const root = new URL('../', import.meta.url);
const outputFile = new URL('dist/tidelock.wasm', root);
const stampFile = new URL('build/engine.stamp', root);

/** The core's loops may only be charged, those of the others are checked as well: see `meter-loops.ts`. */
const units = { core: 'charged', parser: 'checked', libs: 'checked' } as const;

const compilerFlags = [
  '--target=wasm32-wasip1',
  '-O2',
  '-std=gnu23',
  '-mllvm -wasm-enable-sjlj',
  '-mllvm -wasm-use-legacy-eh=true',
  '-mtail-call -mbulk-memory -mnontrapping-fptoint',
  '-Wall -Wextra -Wno-unused-parameter -Werror',
  '-Iengine -Ilua -include engine/config.h',
].flatMap((flag) => flag.split(' '));

const linkerFlags = [
  '--target=wasm32-wasip1',
  '-mexec-model=reactor',
  '-lsetjmp',
  `-Wl,--stack-first,-z,stack-size=${stackBytes}`, // an overflow traps instead of reaching data
  `-Wl,--import-memory,--initial-memory=${initialBytes},--max-memory=${maximumBytes}`,
  '-Wl,--gc-sections,--export=tl_shared',
];

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
    'tools/build-engine.ts',
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

/** The options that keep the compiler from reporting its own loading. */
const quiet = { fetchProgress: () => {} };

async function compile(unit: string, sources: Tree): Promise<Uint8Array> {
  const output = await runClang(
    ['clang', ...compilerFlags, '-c', `engine/${unit}.c`, '-o', 'unit.o'],
    sources,
    quiet,
  );
  return output?.['unit.o'] as Uint8Array;
}

/** The names of the functions that an object file defines. */
async function definedFunctions(object: Uint8Array): Promise<string[]> {
  let listing = '';
  const decoder = new TextDecoder();
  const stdout = (bytes: Uint8Array | null) => {
    if (bytes) listing += decoder.decode(bytes, { stream: true });
  };
  await runLLVM(['nm', '--defined-only', 'unit.o'], { 'unit.o': object }, { ...quiet, stdout });
  return [...listing.matchAll(/^\S+ [tT] (\S+)$/gm)].map((match) => match[1] as string);
}

async function build(): Promise<Uint8Array> {
  const { bytes, origin } = await fetchLua();
  console.log(`Lua sources from ${origin}`);
  const lua = Object.fromEntries([...readLuaSources(bytes)].filter(([name]) => name !== 'ljumptab.h'));
  const sources: Tree = { lua, engine: engineSources() };
  const objects: Record<string, Uint8Array> = {};
  const checked = new Set<string>();
  for (const [unit, loops] of Object.entries(units)) {
    const object = await compile(unit, sources);
    objects[`${unit}.o`] = object;
    if (loops === 'checked') for (const name of await definedFunctions(object)) checked.add(name);
  }
  const linked = await runClang(
    ['clang', ...Object.keys(objects), ...linkerFlags, '-o', 'engine.wasm'],
    objects,
    quiet,
  );
  return meterLoops(linked?.['engine.wasm'] as Uint8Array, checked);
}

const stamp = inputsStamp();
if (isUpToDate(stamp)) {
  console.log('the engine is up to date');
} else {
  const started = performance.now();
  const wasm = await build();
  mkdirSync(new URL('.', outputFile), { recursive: true });
  mkdirSync(new URL('.', stampFile), { recursive: true });
  writeFileSync(outputFile, wasm);
  writeFileSync(stampFile, stamp);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`built ${fileURLToPath(outputFile)}: ${Math.round(wasm.length / 1000)} kB in ${seconds} s`);
}
