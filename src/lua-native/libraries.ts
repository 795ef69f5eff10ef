import type { LuaContext } from '../context/lua-context.ts';
import type { LuaInitOptions, LuaLibrary } from './types.ts';

const all: readonly LuaLibrary[] = [
  'base',
  'package',
  'coroutine',
  'table',
  'io',
  'os',
  'string',
  'math',
  'utf8',
  'debug',
];

const without = (...left: LuaLibrary[]) => all.filter((name) => !left.includes(name));

const presets: Readonly<Record<string, readonly LuaLibrary[]>> = {
  all,
  safe: without('io', 'os', 'debug'),
  sandbox: without('io', 'os', 'debug', 'package'),
};

/** @throws Error for an unknown library or preset */
export function chooseLibraries(libraries: LuaInitOptions['libraries'] = []): readonly LuaLibrary[] {
  if (typeof libraries === 'string') {
    if (Object.hasOwn(presets, libraries)) return presets[libraries] as readonly LuaLibrary[];
    throw new Error(`Unknown library preset: '${libraries}'. There are 'all', 'safe' and 'sandbox'`);
  }
  if (!Array.isArray(libraries)) throw new TypeError('libraries must be a preset or an array of names');
  for (const name of libraries) {
    if (!all.includes(name)) throw new Error(`Unknown library: '${name}'. There are ${all.join(', ')}`);
  }
  return libraries;
}

/** Takes away what the preset `'sandbox'` leaves out of the library base. */
export function sealBase(lua: LuaContext): void {
  lua.setGlobal('dofile', null);
  lua.setGlobal('loadfile', null);
}
