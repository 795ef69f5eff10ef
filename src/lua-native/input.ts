import type { LuaTableHandle } from '../bridge/table-handle.ts';
import type { LuaContext } from '../context/lua-context.ts';
import type { ReadHandler } from '../context/streams.ts';

type NativeReadHandler = (
  format: string | number,
) => string | Uint8Array | ArrayBuffer | null | undefined | boolean;

/** Where `io.read` reads. */
export class Input {
  private handler: NativeReadHandler | undefined;
  /** The table `io` that was made for the handler. */
  private made: LuaTableHandle | undefined;

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
      return false;
    }
    const kind = lua.getGlobal('io');
    if (kind !== null && typeof kind !== 'object') return false;
    this.handler = handler;
    lua.setReadHandler(readThrough(handler));
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
}

function readThrough(handler: NativeReadHandler): ReadHandler {
  return (format) => {
    let read: ReturnType<NativeReadHandler>;
    try {
      read = handler(format);
    } catch (error) {
      throw `io.read handler failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (typeof read === 'boolean') return null;
    return read instanceof ArrayBuffer ? new Uint8Array(read) : read;
  };
}
