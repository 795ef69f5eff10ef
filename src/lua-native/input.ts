import type { LuaTableHandle } from '../bridge/table-handle.ts';
import type { LuaContext } from '../context/lua-context.ts';
import type { ReadHandler } from '../context/streams.ts';
import type { Session } from './session.ts';
import { reasonOf } from './thrown-text.ts';

type NativeReadHandler = (
  format: string | number,
) => string | Uint8Array | ArrayBuffer | null | undefined | boolean;

/** Where `io.read` reads. */
export class Input {
  private handler: NativeReadHandler | undefined;
  /** The table `io` that was made for the handler. */
  private made: LuaTableHandle | undefined;
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  get isRedirected(): boolean {
    return this.handler !== undefined;
  }

  /** A state with its libraries alone. */
  begin(lua: LuaContext): void {
    if (this.made) this.made = lua.getGlobalRef('io'); // which is there again
  }

  /** @returns whether scripts reach the handler */
  install(lua: LuaContext, handler: NativeReadHandler | undefined): boolean {
    if (!handler) {
      this.remove(lua);
      return true;
    }
    const kind = lua.getGlobal('io');
    if (kind !== null && typeof kind !== 'object') return false;
    this.handler = handler;
    lua.setReadHandler(this.readThrough(handler));
    if (kind === null) this.made = lua.getGlobalRef('io');
    return true;
  }

  private remove(lua: LuaContext): void {
    this.handler = undefined;
    lua.setReadHandler(null);
    if (!this.made) return;
    lua.executeScript('if io == ... then io = nil end', { args: [this.made] });
    this.made.release();
    this.made = undefined;
  }

  private readThrough(handler: NativeReadHandler): ReadHandler {
    return (format) => {
      try {
        return readText(this.session.callBack(() => handler(format)));
      } catch (error) {
        throw `io.read handler failed: ${reasonOf(error)}`;
      }
    };
  }
}

/** What is neither text nor bytes is read as JavaScript shows it. */
function readText(read: unknown): string | Uint8Array | null {
  if (read === null || read === undefined || typeof read === 'boolean') return null;
  if (read instanceof ArrayBuffer) return new Uint8Array(read);
  return read instanceof Uint8Array ? read : `${read}`;
}
