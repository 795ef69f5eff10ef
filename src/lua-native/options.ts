import type { LuaContextOptions } from '../context/options.ts';
import { checkPath, isFunction, need } from './arguments.ts';
import { openFiles } from './filesystem.ts';
import { chooseLibraries } from './libraries.ts';
import { NativeSharedTable } from './shared-table.ts';
import type { LuaInitOptions, LuaLibrary } from './types.ts';

export interface ResolvedInitOptions {
  readonly context: LuaContextOptions;
  readonly libraries: readonly LuaLibrary[];
  readonly isSandbox: boolean;
  readonly deniesFiles: boolean;
  readonly allowBytecode: boolean;
  readonly keepsKeys: boolean;
  readonly print: ((text: string) => void) | undefined;
  readonly shared: Readonly<Record<string, NativeSharedTable>>;
}

/** Options of lua-native as options of a LuaContext: no limits, no libraries, and the machine's files. */
export function resolveInitOptions(options: LuaInitOptions): ResolvedInitOptions {
  const libraries = chooseLibraries(options.libraries);
  const isSandbox = options.libraries === 'sandbox';
  const allowBytecode = flag(options.allowBytecode) ?? !isSandbox;
  const deniesFiles = oneOf('filesystem', ['allow', 'deny'], options.filesystem) === 'deny';
  const tableAs = oneOf('tableAs', ['object', 'map'], options.tableAs);
  const strictConversion = options.strictConversion ?? false;
  need(typeof strictConversion === 'boolean', 'strictConversion must be a boolean');
  return {
    context: {
      profile: 'unlimited',
      maxMemory: amount('maxMemory', options.maxMemory),
      maxInstructions: amount('maxInstructions', options.maxInstructions),
      timeout: amount('timeout', options.timeout),
      libraries: [...libraries],
      allowBytecode,
      tableAs,
      binaryStrings: flag(options.binaryStrings) ?? false,
      strictConversion,
      ...(deniesFiles || isSandbox ? {} : openFiles(libraries)),
    },
    libraries,
    isSandbox,
    deniesFiles,
    allowBytecode,
    keepsKeys: tableAs === 'map',
    print: isFunction(options.print) ? options.print : undefined,
    shared: checkShared(options.shared ?? {}),
  };
}

function amount(name: string, value: number | null | undefined): number {
  if (value === undefined || value === null) return 0;
  need(typeof value === 'number', `${name} must be a number`);
  if (!(value >= 0)) throw new RangeError(`${name} must be a non-negative number`);
  return Math.floor(value);
}

/** Anything but a boolean counts as absent. */
function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function oneOf<T extends string>(name: string, accepted: readonly [T, T], value: unknown): T {
  if (value === undefined || value === null) return accepted[0];
  const found = accepted.find((item) => item === value);
  const given = typeof value === 'string' ? `, got '${value}'` : '';
  need(found, `${name} must be '${accepted[0]}' or '${accepted[1]}'${given}`);
  return found;
}

function checkShared(shared: NonNullable<LuaInitOptions['shared']>): Record<string, NativeSharedTable> {
  const names = 'shared must be an object mapping global names to shared tables';
  need(typeof shared === 'object' && !Array.isArray(shared), names);
  need(
    !(shared instanceof NativeSharedTable),
    `${names} (e.g. { settings: sharedTable }), not a shared table itself`,
  );
  for (const [name, table] of Object.entries(shared)) {
    checkPath(name);
    need(
      table instanceof NativeSharedTable,
      `shared.${name} must be a shared table created with createSharedTable()`,
    );
  }
  return shared as Record<string, NativeSharedTable>;
}
