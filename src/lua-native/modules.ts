import type { LuaContext } from '../context/lua-context.ts';
import { checkScript, isFunction, isObject, need } from './arguments.ts';
import type { InputConversion } from './conversion.ts';
import { type HostFunctions, ownFunction } from './host-function.ts';
import type { ResolvedInitOptions } from './options.ts';
import type { Session } from './session.ts';
import { reasonOf } from './thrown-text.ts';

type Searcher = (name: string) => string | null | undefined;

/** What `require` finds besides what it finds by itself. */
export class Modules {
  private readonly options: ResolvedInitOptions;
  private readonly searchPaths: string[] = [];
  private readonly searchers: Searcher[] = [];

  private readonly session: Session;
  private readonly hostFunctions: HostFunctions;
  private registered = 0;

  constructor(options: ResolvedInitOptions, session: Session, hostFunctions: HostFunctions) {
    this.options = options;
    this.session = session;
    this.hostFunctions = hostFunctions;
  }

  /** A state with its libraries alone. */
  begin(lua: LuaContext): void {
    for (const path of this.searchPaths) appendPath(lua, path);
    for (const searcher of this.searchers) this.append(lua, searcher);
  }

  register(lua: LuaContext, name: string, module: object, conversion: InputConversion): void {
    need(typeof name === 'string' && isObject(module), 'Expected (string, object)');
    this.needPackage('register module');
    this.hostFunctions.nameAll(module, `__module_${++this.registered}_`);
    const loaded = lua.getGlobalRef('package.loaded');
    conversion.asTable(module, (value) => loaded.set(name, value));
    loaded.release();
  }

  addSearchPath(lua: LuaContext, path: string): void {
    checkScript(path);
    if (!path.includes('?')) {
      throw new Error("Search path must contain a '?' placeholder (e.g., './modules/?.lua')");
    }
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
    need(isFunction(searcher), 'add_searcher(fn) requires a function');
    this.needPackage('add searcher');
    this.append(lua, searcher);
    this.searchers.push(searcher);
  }

  get searcherCount(): number {
    return this.searchers.length;
  }

  /** It is asked last, as in lua-native, and not where LuaContext's own searchers are. */
  private append(lua: LuaContext, searcher: Searcher): void {
    const search = ownFunction((name: string) => this.search(searcher, name));
    const args = [search, lua.getGlobal('load'), lua.getGlobal('error')];
    lua.executeScript(appendSearcher, { args });
  }

  private search(searcher: Searcher, name: string): ReturnType<Searcher> {
    const { session } = this;
    if (session.run === 'worker') throw 'JS searchers are not available in async mode';
    let found: unknown;
    try {
      found = session.callBack(() => searcher(name));
    } catch (error) {
      throw `searcher for '${name}' failed: ${reasonOf(error)}`;
    }
    if (found instanceof Promise) {
      found.catch(() => {}); // it is no concern of the process
      throw `searcher for '${name}' failed: a searcher must be synchronous, but this one returned a Promise`;
    }
    if (found === null || found === undefined || typeof found === 'string') return found;
    if (found instanceof Uint8Array) return new TextDecoder().decode(found);
    throw `JS searcher for '${name}' must return a Lua source string or nil`;
  }

  private needPackage(what: string): void {
    if (!this.options.libraries.includes('package')) {
      const remedy = what === 'add searcher' ? '' : " Include 'package' in the libraries option.";
      throw new Error(`Cannot ${what}: the 'package' library is not loaded.${remedy}`);
    }
  }
}

const appendSearcher = `
  local search, load, error = ...
  package.searchers[#package.searchers + 1] = function(name)
    local source = search(name)
    if source == nil then return "no JS module '" .. name .. "'" end
    local chunk, message = load(source, '@' .. name, 't')
    if not chunk then error("error loading JS module '" .. name .. "': " .. message, 0) end
    return chunk, name
  end`;

function appendPath(lua: LuaContext, path: string): void {
  lua.executeScript("local path = ... package.path = package.path .. ';' .. path", { args: [path] });
}
