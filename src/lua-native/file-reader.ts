import { multiple } from '../bridge/multiple-results.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { ownFunction } from './host-function.ts';
import { sealBase } from './libraries.ts';
import type { Session } from './session.ts';
import { reasonOf } from './thrown-text.ts';

type Reader = (path: string) => unknown;

/** Unlike LuaContext's own reader this one leaves `require` alone. */
const functions = `
  local read, load, error, type = ...
  local function open(path, ...)
    if path == nil then
      return nil, 'a filename is required while a file reader is installed (there is no virtual stdin to read from)'
    end
    local kind = type(path)
    if kind ~= 'string' and kind ~= 'number' then
      error("bad argument #1 (string expected, got " .. kind .. ")", 3)
    end
    local source, reason = read(path .. '')
    if source == nil then return nil, reason or 'cannot open ' .. path end
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
  private readonly session: Session;
  private reader: Reader | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  get isSet(): boolean {
    return this.reader !== undefined;
  }

  /** A state with its libraries alone. */
  begin(lua: LuaContext): void {
    if (this.reader) this.provide(lua, this.reader);
  }

  install(lua: LuaContext, reader: Reader | undefined): void {
    if (reader) this.provide(lua, reader);
    else if (this.reader) {
      lua.setFileReader(null);
      sealBase(lua);
    }
    this.reader = reader;
  }

  private provide(lua: LuaContext, reader: Reader): void {
    const read = ownFunction((path: string) => this.read(reader, path));
    const load = lua.getGlobal('load');
    if (typeof load === 'function') {
      lua.executeScript(functions, { args: [read, load, lua.getGlobal('error'), lua.getGlobal('type')] });
    } else lua.setFileReader((path) => sourceOf(reader(path))); // without the library base there are but the functions that this provides
  }

  /** The source, or nothing and why there is none. */
  private read(reader: Reader, path: string): unknown {
    if (this.session.run === 'worker') return null;
    try {
      return sourceOf(this.session.callBack(() => reader(path)));
    } catch (error) {
      return multiple(null, `file reader failed for '${path}': ${reasonOf(error)}`);
    }
  }
}

/** What is no text is read as JavaScript shows it. */
function sourceOf(source: unknown): string | Uint8Array | null {
  if (source === null || source === undefined || typeof source === 'boolean') return null;
  if (source instanceof Uint8Array) return source;
  return `${source}`.replace(/^#[^\n]*/, '');
}
