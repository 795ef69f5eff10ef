import { LuaOptionError } from '../bridge/errors.ts';

/** The standard libraries (manual section 6), in the order of the bits that engine/libs.c gives them. */
export const libraryNames = [
  'base',
  'coroutine',
  'table',
  'string',
  'math',
  'utf8',
  'io',
  'os',
  'debug',
  'package',
] as const;

export type LuaLibrary = (typeof libraryNames)[number];

/**
 * - `'sandbox'`: all but io, debug and package, without the functions that reach a file, a process, bytecode or
 *   the host (`dofile`, `loadfile`, `string.dump`; of os only `clock`, `date`, `difftime` and `time`). What the
 *   host opens itself comes with its functions: mounts with those for files, modules with `require`.
 * - `'safe'`: all but io, os and debug.
 * - `'all'`: everything.
 * - `'none'`: a bare state.
 */
export type LibraryPreset = 'sandbox' | 'safe' | 'all' | 'none';

export interface LibraryChoice {
  readonly names: readonly LuaLibrary[];
  /** Whether the functions that reach out of the sandbox are left out. */
  readonly sealed: boolean;
}

const without = (...left: LuaLibrary[]) => libraryNames.filter((name) => !left.includes(name));

const presets: Readonly<Record<LibraryPreset, LibraryChoice>> = {
  sandbox: { names: without('io', 'debug', 'package'), sealed: true },
  safe: { names: without('io', 'os', 'debug'), sealed: false },
  all: { names: libraryNames, sealed: false },
  none: { names: [], sealed: true },
};

const accepts = `'sandbox', 'safe', 'all', 'none' or an array of ${libraryNames.map((name) => `'${name}'`).join(', ')}`;

/** The sandbox of a context that has files. */
const sandboxWithFiles: LibraryChoice = { names: without('debug', 'package'), sealed: true };

/** @throws LuaOptionError for an unknown preset or library */
export function chooseLibraries(
  libraries: LibraryPreset | readonly LuaLibrary[],
  hasFiles: boolean,
): LibraryChoice {
  if (libraries === 'sandbox' && hasFiles) return sandboxWithFiles;
  if (typeof libraries === 'string' && Object.hasOwn(presets, libraries)) return presets[libraries];
  if (!Array.isArray(libraries)) throw new LuaOptionError('libraries', libraries, accepts);
  for (const name of libraries as readonly LuaLibrary[]) {
    if (!libraryNames.includes(name)) throw new LuaOptionError('libraries', name, accepts);
  }
  return { names: libraryNames.filter((name) => libraries.includes(name)), sealed: false };
}

/** The libraries as the mask that the engine's `open` takes. */
export function libraryMask(choice: LibraryChoice): number {
  return choice.names.reduce((mask, name) => mask | (1 << libraryNames.indexOf(name)), 0);
}
