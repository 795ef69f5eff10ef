import type { Decoder } from '../bridge/decoder.ts';
import { LuaError, LuaStateError, LuaSyntaxError } from '../bridge/errors.ts';
import type { HostObjects } from '../bridge/host-objects.ts';
import { decodeText } from '../bridge/text.ts';
import { Field, Status } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import type { Governor } from '../limits/governor.ts';
import { LuaLimitError } from '../limits/limit-error.ts';

/** Where the errors of a state are found. */
export interface ErrorSources {
  readonly engine: Engine;
  readonly governor: Governor;
  readonly hosts: HostObjects;
  readonly decoder: Decoder;
}

/** Makes JavaScript's errors of what went wrong in Lua. */
export class ScriptErrors {
  /** Of the chunk that was compiled last, for its syntax errors. */
  chunkName = '';
  private readonly sources: ErrorSources;

  constructor(sources: ErrorSources) {
    this.sources = sources;
  }

  /** The error of an entry that ended with this status; its message and value are in the out slots. */
  ofStatus(status: number): unknown {
    const { governor, decoder, hosts } = this.sources;
    const traceback = this.traceback();
    if (status === Status.ended) return withTraceback(governor.endError(traceback), traceback);
    if (status === Status.memoryError) return this.memoryError(traceback);
    decoder.begin();
    const message = decoder.nextText();
    const value = this.errorValue();
    if (status === Status.syntaxError) return new LuaSyntaxError(message, this.chunkName);
    if (isError(value)) return withTraceback(value, traceback);
    const isForeign = (typeof value === 'object' || typeof value === 'function') && hosts.has(value);
    return new LuaError(message, isForeign ? { traceback, value, cause: value } : { traceback, value });
  }

  memoryError(traceback = ''): LuaLimitError {
    const { engine } = this.sources;
    const wanted = engine.get(Field.memoryUsed) + engine.get(Field.memoryWanted);
    return new LuaLimitError('memory', wanted, engine.get(Field.memoryLimit), { traceback });
  }

  /** The Lua stack where the last error or limit struck. */
  traceback(): string {
    const { engine } = this.sources;
    return decodeText(engine.u8, engine.get(Field.traceback), engine.get(Field.tracebackSize));
  }

  /** null where its conversion is refused: the error itself is more important. */
  private errorValue(): unknown {
    try {
      return this.sources.decoder.next();
    } catch {
      return null;
    }
  }
}

export function brokenError(cause: unknown): LuaStateError {
  return new LuaStateError(
    'the Lua state broke (native stack exhausted, hostile bytecode, or a fault of the engine): reset() it',
    { cause },
  );
}

export function busyError(): LuaStateError {
  return new LuaStateError(
    'this LuaContext is busy with an asynchronous execution: await that first, or use another context',
  );
}

/** Proxies may refuse to tell. */
function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

/** The Lua stack of an error that JavaScript threw, without a change to what it shows of itself. */
function withTraceback(error: unknown, traceback: string): unknown {
  if (isError(error) && !(error instanceof LuaError) && Object.isExtensible(error)) {
    Object.defineProperty(error, 'luaTraceback', { value: traceback, configurable: true, writable: true });
  }
  return error;
}
