import { writeOutput } from '#platform';
import type { LuaContext } from '../context/lua-context.ts';
import { ownFunction } from './host-function.ts';
import type { Session } from './session.ts';

type OutputHandler = (text: string) => void;

/** Where `print` and `io.write` write, in every context: one without libraries gets a `print`. */
export class Output {
  private handler: OutputHandler | undefined;
  private libraryPrint: unknown;
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  /** A state with its libraries alone. */
  begin(lua: LuaContext): void {
    this.libraryPrint = lua.getGlobal('print');
    if (this.handler) lua.setGlobal('print', (this.libraryPrint ?? this.makePrint(lua)) as OutputHandler);
  }

  install(lua: LuaContext, handler: OutputHandler | undefined): void {
    this.handler = handler;
    lua.setOutputHandler(handler ? (text) => this.write(handler, text) : null);
    if (handler) lua.setGlobal('print', (this.libraryPrint ?? this.makePrint(lua)) as OutputHandler);
  }

  get isRedirected(): boolean {
    return this.handler !== undefined;
  }

  /** What a handler throws is lost, as in lua-native: output is no reason for a script to fail. */
  private write(handler: OutputHandler, text: string): void {
    try {
      this.session.callBack(() => handler(text));
    } catch {}
  }

  /** Without the library base Lua has no `tostring` to ask: only how it shows numbers is to be had. */
  private makePrint(lua: LuaContext): unknown {
    const args = [ownFunction((...values) => values.length), ownFunction(isNumber), ownFunction(this.print)];
    return lua.executeScript(barePrint, { args });
  }

  private readonly print = (...values: unknown[]): void => {
    const text = `${values.map((value) => textOf(value)).join('\t')}\n`;
    if (this.handler) this.write(this.handler, text);
    else writeOutput(text);
  };
}

const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';

const barePrint = `
  local count, isNumber, print = ...
  local function shown(n, value, ...)
    if n == 0 then return end
    if isNumber(value) then value = value .. '' end
    return value, shown(n - 1, ...)
  end
  return function(...) print(shown(count(...), ...)) end`;

function textOf(value: unknown): string {
  if (value === null) return 'nil';
  if (typeof value === 'object') return 'table';
  return typeof value === 'function' ? 'function' : String(value);
}
