/** The base of every error that Tidelock itself raises. `code` is stable; messages may change. */
export abstract class TidelockError extends Error {
  abstract readonly code: string;
}

export interface LuaErrorDetails {
  /** The Lua stack where the error was raised, in the form of `debug.traceback`; empty where there was none. */
  readonly traceback?: string;
  /** The Lua error value (manual section 2.3), converted as results are. */
  readonly value?: unknown;
  /** The object or function that a host function threw, where that was not an `Error`. */
  readonly cause?: unknown;
}

/**
 * An error raised by a script (manual section 2.3).
 *
 * A JavaScript `Error` thrown by a host function and not caught by the script is not wrapped: it arrives as
 * the same object, with the Lua stack in its `luaTraceback`.
 */
export class LuaError extends TidelockError {
  override readonly name: string = 'LuaError';
  readonly code: string = 'ERR_LUA_RUNTIME';
  readonly traceback: string;
  readonly value: unknown;

  constructor(message: string, details: LuaErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.traceback = details.traceback ?? '';
    this.value = details.value === undefined ? message : details.value;
  }
}

/** A chunk that is not a Lua program (manual section 3). */
export class LuaSyntaxError extends LuaError {
  override readonly name = 'LuaSyntaxError';
  override readonly code = 'ERR_LUA_SYNTAX';
  /** The chunk's name as messages show it. */
  readonly chunk: string;
  /** The line on which the parser gave up; 0 where the message names none. */
  readonly line: number;

  /** @param chunkName the name that the chunk was given, which may hold anything */
  constructor(message: string, chunkName: string) {
    super(message);
    const given = /^[@=]/.test(chunkName) ? chunkName.slice(1) : '';
    const shown =
      given && message.startsWith(`${given}:`) ? given : (/^(.*?):\d+: /s.exec(message)?.[1] ?? '');
    this.chunk = shown;
    this.line = Number(/^:(\d+): /.exec(message.slice(shown.length))?.[1] ?? 0);
  }
}

/** A value that cannot cross between Lua and JavaScript without loss. */
export class LuaConversionError extends TidelockError {
  override readonly name = 'LuaConversionError';
  readonly code = 'ERR_LUA_CONVERSION';
  readonly #conversion = true;

  /** @internal Unlike `instanceof`, this runs no trap of a proxy that a host function threw. */
  static isOne(error: unknown): error is LuaConversionError {
    return typeof error === 'object' && error !== null && #conversion in error && error.#conversion;
  }
}

/** A context that cannot do what was asked of it now: disposed, busy, or broken by a fatal error. */
export class LuaStateError extends TidelockError {
  override readonly name = 'LuaStateError';
  readonly code = 'ERR_LUA_STATE';
}

/** An option or argument that is not what the function accepts. */
export class LuaOptionError extends TidelockError {
  override readonly name = 'LuaOptionError';
  readonly code = 'ERR_LUA_OPTION';

  /** @param option the name of the option, as the caller wrote it */
  constructor(option: string, value: unknown, accepts: string) {
    super(`${option} is ${describe(value)}, but must be ${accepts}`);
  }
}

/** A script that ended itself with `os.exit` (manual section 6.10). It could not catch that; no process ends. */
export class LuaExitError extends TidelockError {
  override readonly name = 'LuaExitError';
  readonly code = 'ERR_LUA_EXIT';
  /** 0 for `os.exit()` and `os.exit(true)`, 1 for `os.exit(false)`, else the number it was given. */
  readonly status: number;

  constructor(status: number) {
    super(`the script ended itself: os.exit with status ${status}`);
    this.status = status;
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `'${value.slice(0, 60)}...'` : `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
