import type { LuaContext, LuaLibrary } from '../../src/index.ts';

const words = (text: string) => text.trim().split(/\s+/);

/** The functions of each library of Lua 5.5 (manual section 6), as scripts name them. */
export const libraryFunctions: Readonly<Record<LuaLibrary, readonly string[]>> = {
  base: words(`assert collectgarbage dofile error getmetatable ipairs load loadfile next pairs pcall print
    rawequal rawget rawlen rawset select setmetatable tonumber tostring type warn xpcall`),
  coroutine: words(`coroutine.close coroutine.create coroutine.isyieldable coroutine.resume coroutine.running
    coroutine.status coroutine.wrap coroutine.yield`),
  table: words(`table.concat table.create table.insert table.move table.pack table.remove table.sort
    table.unpack`),
  string: words(`string.byte string.char string.dump string.find string.format string.gmatch string.gsub
    string.len string.lower string.match string.pack string.packsize string.rep string.reverse string.sub
    string.unpack string.upper`),
  math: words(`math.abs math.acos math.asin math.atan math.ceil math.cos math.deg math.exp math.floor math.fmod
    math.frexp math.ldexp math.log math.max math.min math.modf math.rad math.random math.randomseed math.sin
    math.sqrt math.tan math.tointeger math.type math.ult`),
  utf8: words('utf8.char utf8.codepoint utf8.codes utf8.len utf8.offset'),
  io: words(
    'io.close io.flush io.input io.lines io.open io.output io.popen io.read io.tmpfile io.type io.write',
  ),
  os: words(`os.clock os.date os.difftime os.execute os.exit os.getenv os.remove os.rename os.setlocale os.time
    os.tmpname`),
  debug: words(`debug.debug debug.gethook debug.getinfo debug.getlocal debug.getmetatable debug.getregistry
    debug.getupvalue debug.getuservalue debug.sethook debug.setlocal debug.setmetatable debug.setupvalue
    debug.setuservalue debug.traceback debug.upvalueid debug.upvaluejoin`),
  package: words('require package.loadlib package.searchpath'),
};

/** What the libraries have besides functions. */
export const libraryConstants: Readonly<Record<LuaLibrary, readonly string[]>> = {
  base: ['_VERSION'],
  coroutine: [],
  table: [],
  string: [],
  math: ['math.huge', 'math.maxinteger', 'math.mininteger', 'math.pi'],
  utf8: ['utf8.charpattern'],
  io: [],
  os: [],
  debug: [],
  package: ['package.config', 'package.cpath', 'package.path'],
};

/** The functions and constants among the globals and their fields. The context is of no use afterwards. */
export function presentNames(lua: LuaContext): string[] {
  const globals = lua.executeScript('_G = nil; if package then package.loaded = nil end; return _ENV');
  return namesIn(globals as object).sort();
}

function namesIn(table: object, prefix = ''): string[] {
  return Object.entries(table).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return [prefix + name];
    return Array.isArray(value) ? [] : namesIn(value, `${prefix}${name}.`);
  });
}
