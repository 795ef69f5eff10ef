/** Compiles and links the engine: clang is itself in WebAssembly, so that no compiler is needed. */
import { commands, runLLVM, type Tree } from '@yowasp/clang';
import { initialBytes, maximumBytes, stackBytes } from '../src/engine/abi.ts';
import { meterLoops } from './meter-loops.ts';

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
  '-Wl,--gc-sections,--export=tl_shared,--export=__stack_pointer',
];

/** The options that keep the compiler from reporting its own loading. */
const quiet = { fetchProgress: () => {} };

async function clang(args: string[], files: Tree): Promise<Tree> {
  return (await commands.clang(args, files, quiet)) ?? {};
}

async function compile(unit: string, sources: Tree): Promise<Uint8Array> {
  const output = await clang([...compilerFlags, '-c', `engine/${unit}.c`, '-o', 'unit.o'], sources);
  return output['unit.o'] as Uint8Array;
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

/**
 * The metered WebAssembly module.
 * @param lua the files of Lua's src folder; its own ljumptab.h, in whose place ours is included, is left out
 * @param engine the files of our engine folder
 */
export async function compileEngine(
  lua: ReadonlyMap<string, Uint8Array>,
  engine: Record<string, string>,
): Promise<Uint8Array> {
  const pristine = [...lua].filter(([name]) => name !== 'ljumptab.h');
  const sources: Tree = { lua: Object.fromEntries(pristine), engine };
  const objects: Record<string, Uint8Array> = {};
  const checked = new Set<string>();
  for (const [unit, loops] of Object.entries(units)) {
    const object = await compile(unit, sources);
    objects[`${unit}.o`] = object;
    if (loops === 'checked') for (const name of await definedFunctions(object)) checked.add(name);
  }
  const linked = await clang([...Object.keys(objects), ...linkerFlags, '-o', 'engine.wasm'], objects);
  return meterLoops(linked['engine.wasm'] as Uint8Array, checked);
}
