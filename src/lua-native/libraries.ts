import type { LuaContext } from '../context/lua-context.ts';
import { need } from './arguments.ts';
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
  if (typeof libraries === 'string' && Object.hasOwn(presets, libraries)) {
    return presets[libraries] as readonly LuaLibrary[];
  }
  need(Array.isArray(libraries), "libraries must be 'all', 'safe', 'sandbox', or an array of library names");
  const names = libraries as readonly unknown[];
  need(
    names.every((name) => typeof name === 'string'),
    'libraries array must contain only strings',
  );
  for (const name of libraries) {
    if (!all.includes(name)) throw new Error(`Unknown Lua library: '${name}'`);
  }
  return libraries;
}

/** Takes away what the preset `'sandbox'` leaves out of the library base. */
export function sealBase(lua: LuaContext): void {
  lua.setGlobal('dofile', null);
  lua.setGlobal('loadfile', null);
}
