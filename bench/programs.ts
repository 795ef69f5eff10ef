import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A Lua chunk which reads its size from the global `N` and returns a checksum that no peer may change. */
export interface Program {
  readonly name: string;
  readonly file: string;
  readonly source: string;
  readonly size: number;
  /** For fengari, which is very slow; it is compared with Tidelock at this size. */
  readonly smallSize: number;
}

// Sizes make 100 to 300 ms in wasmoon. Integers stay within 32 bits, because fengari's are no wider.
const sizes: Readonly<Record<string, readonly [size: number, smallSize: number]>> = {
  calls: [31, 24],
  loops: [1_600, 500],
  floats: [400, 100],
  tables: [1_000_000, 50_000],
  strings: [100_000, 8_000],
  sort: [45_000, 4_000],
  objects: [400_000, 25_000],
  allocation: [16, 11],
  closures: [150_000, 20_000],
  coroutines: [30_000, 6_000],
  patterns: [25_000, 2_500],
  building: [20_000, 2_000],
};

/** One long loop, which a fresh process runs once (see cold.ts). */
export function loadColdProgram(size: number): Program {
  return read('cold', size, size);
}

export function loadPrograms(only?: string): Program[] {
  const names = Object.keys(sizes);
  if (only !== undefined && !names.includes(only)) {
    throw new Error(`no program '${only}'; there are ${names.join(', ')}`);
  }
  return Object.entries(sizes)
    .filter(([name]) => only === undefined || name === only)
    .map(([name, [size, smallSize]]) => read(name, size, smallSize));
}

function read(name: string, size: number, smallSize: number): Program {
  const file = fileURLToPath(new URL(`programs/${name}.lua`, import.meta.url));
  return { name, file, source: readFileSync(file, 'utf8'), size, smallSize };
}
