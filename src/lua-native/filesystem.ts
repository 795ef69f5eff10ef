import { workingDirectory } from '#platform';
import { multiple } from '../bridge/multiple-results.ts';
import type { LuaContext } from '../context/lua-context.ts';
import type { LuaContextOptions } from '../context/options.ts';
import { ownFunction } from './host-function.ts';
import type { LuaLibrary } from './types.ts';

/** What would reach a file, and whether it raises its refusal or returns it as `nil, message`. */
const doors: readonly (readonly [path: string, raises: boolean])[] = [
  ['dofile', true],
  ['loadfile', false],
  ['package.loadlib', false],
  ['package.searchpath', false],
  ['io.open', false],
  ['io.lines', true],
  ['io.input', true],
  ['io.output', true],
  ['os.remove', false],
  ['os.rename', false],
  ['os.tmpname', true],
];

/** The searchers after the one of package.preload would look for files. */
const sealSearchers = `
  local kinds = { 'Lua file', 'C library', 'all-in-one' }
  for i = 1, #kinds do
    package.searchers[i + 1] = function() return 'no ' .. kinds[i] .. ' searcher (filesystem access denied)' end
  end`;

const libraryOf = (path: string) => (path.includes('.') ? path.slice(0, path.indexOf('.')) : 'base');

/** Refuses all that would reach a file. */
export function sealFiles(lua: LuaContext, libraries: readonly LuaLibrary[]): void {
  for (const [path, raises] of doors) {
    if (!libraries.includes(libraryOf(path) as LuaLibrary)) continue;
    const message = `${path} is unavailable: this Lua context was created with filesystem access denied`;
    const refuse = ownFunction(() => {
      if (raises) throw message;
      return multiple(null, message);
    });
    lua.setGlobal(path, refuse);
  }
  if (libraries.includes('package')) lua.executeScript(sealSearchers);
}

/** The machine's files by their own names, as a native process has them. */
export function openFiles(libraries: readonly LuaLibrary[]): LuaContextOptions {
  const folder = workingDirectory();
  const reachesFiles = libraries.some((name) => ['base', 'package', 'io', 'os'].includes(name));
  if (folder === undefined || !reachesFiles) return {};
  return { filesystem: { '/': { path: '/', write: true } }, workingFolder: folder };
}
