import type { LuaInput } from '../bridge/values.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { checkCallable, checkRecord, checkString } from './arguments.ts';
import type { ResolvedInitOptions } from './options.ts';

type Searcher = (name: string) => string | null | undefined;

/** What `require` finds besides what it finds by itself. */
export class Modules {
  private readonly options: ResolvedInitOptions;
  private readonly searchPaths: string[] = [];
  searchers = 0;

  constructor(options: ResolvedInitOptions) {
    this.options = options;
  }

  /** A state with its libraries alone; searchers outlast their states by themselves. */
  begin(lua: LuaContext): void {
    for (const path of this.searchPaths) appendPath(lua, path);
  }

  register(lua: LuaContext, name: string, module: object): void {
    checkString('register_module', 'name', name);
    checkRecord('register_module', 'module', module);
    this.needPackage('register module');
    const loaded = lua.getGlobalRef('package.loaded');
    loaded.set(name, module as LuaInput);
    loaded.release();
  }

  addSearchPath(lua: LuaContext, path: string): void {
    checkString('add_search_path', 'path', path);
    if (!path.includes('?')) throw new Error(`Search path must contain a '?' placeholder: '${path}'`);
    this.needPackage('add search path');
    if (this.options.deniesFiles) {
      throw new Error(
        'Cannot add search path: this Lua context was created with filesystem access denied, so require() never ' +
          'consults package.path. Use register_module() or add_searcher() to serve modules from the host.',
      );
    }
    appendPath(lua, path);
    this.searchPaths.push(path);
  }

  addSearcher(lua: LuaContext, searcher: Searcher): void {
    checkCallable('add_searcher', 'searcher', searcher);
    this.needPackage('add searcher');
    lua.addSearcher((name) => searcher(name));
    this.searchers++;
  }

  private needPackage(what: string): void {
    if (!this.options.libraries.includes('package')) {
      throw new Error(`Cannot ${what}: the 'package' library is not loaded`);
    }
  }
}

function appendPath(lua: LuaContext, path: string): void {
  lua.executeScript("local path = ... package.path = package.path .. ';' .. path", { args: [path] });
}
