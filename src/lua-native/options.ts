import type { LuaContextOptions } from '../context/options.ts';
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
  const { filesystem = 'allow', tableAs = 'object', print } = options;
  const libraries = chooseLibraries(options.libraries);
  const isSandbox = options.libraries === 'sandbox';
  const allowBytecode = flag('allowBytecode', options.allowBytecode) ?? !isSandbox;
  if (filesystem !== 'allow' && filesystem !== 'deny') {
    throw new TypeError("filesystem must be 'allow' or 'deny'");
  }
  if (tableAs !== 'object' && tableAs !== 'map') throw new TypeError("tableAs must be 'object' or 'map'");
  if (print !== undefined && print !== null && typeof print !== 'function') {
    throw new TypeError('print must be a function');
  }
  const deniesFiles = filesystem === 'deny';
  return {
    context: {
      profile: 'unlimited',
      maxMemory: amount('maxMemory', options.maxMemory),
      maxInstructions: amount('maxInstructions', options.maxInstructions),
      timeout: amount('timeout', options.timeout),
      libraries: [...libraries],
      allowBytecode,
      tableAs,
      binaryStrings: flag('binaryStrings', options.binaryStrings) ?? false,
      strictConversion: flag('strictConversion', options.strictConversion) ?? false,
      ...(deniesFiles || isSandbox ? {} : openFiles(libraries)),
    },
    libraries,
    isSandbox,
    deniesFiles,
    allowBytecode,
    keepsKeys: tableAs === 'map',
    print: print ?? undefined,
    shared: checkShared(options.shared ?? {}),
  };
}

function amount(name: string, value: number | undefined): number {
  if (value === undefined) return 0;
  if (typeof value !== 'number' || !(value >= 0))
    throw new TypeError(`${name} must be a non-negative number`);
  return value;
}

function flag(name: string, value: boolean | undefined): boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${name} must be a boolean`);
  return value;
}

function checkShared(shared: NonNullable<LuaInitOptions['shared']>): Record<string, NativeSharedTable> {
  if (typeof shared !== 'object') throw new TypeError('shared must be an object of shared tables');
  for (const [name, table] of Object.entries(shared)) {
    if (!(table instanceof NativeSharedTable)) {
      throw new TypeError(`shared.${name} is not a shared table created with createSharedTable()`);
    }
  }
  return shared as Record<string, NativeSharedTable>;
}
