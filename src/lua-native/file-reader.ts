import type { LuaContext } from '../context/lua-context.ts';
import { sealBase } from './libraries.ts';

type Reader = (path: string) => unknown;

/** Unlike LuaContext's own reader this one leaves `require` alone. */
const functions = `
  local read, load, error = ...
  local function open(path, ...)
    local source = read(path)
    if source == nil then return nil, 'cannot open ' .. path end
    return load(source, '@' .. path, 't', ...)
  end
  loadfile = function(path, mode, ...) return open(path, ...) end
  dofile = function(path)
    local chunk, message = open(path)
    if not chunk then error(message, 0) end
    return chunk()
  end`;

/** How scripts get what `dofile` and `loadfile` name, instead of files. */
export class FileReader {
  private reader: Reader | undefined;

  get isSet(): boolean {
    return this.reader !== undefined;
  }

  /** A state with its libraries alone. */
  begin(lua: LuaContext): void {
    if (this.reader) provide(lua, this.reader);
  }

  install(lua: LuaContext, reader: Reader | undefined): void {
    if (reader) provide(lua, reader);
    else if (this.reader) {
      lua.setFileReader(null);
      sealBase(lua);
    }
    this.reader = reader;
  }
}

function provide(lua: LuaContext, reader: Reader): void {
  const read = (path: string) => {
    const source = reader(path);
    if (typeof source === 'string') return source.replace(/^#[^\n]*/, '');
    return typeof source === 'boolean' ? null : (source as Uint8Array | null);
  };
  const load = lua.getGlobal('load');
  if (typeof load === 'function')
    lua.executeScript(functions, { args: [read, load, lua.getGlobal('error')] });
  else lua.setFileReader(read); // without the library base there are but the functions that this provides
}
