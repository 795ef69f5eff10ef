import {
  LuaConversionError,
  LuaError,
  LuaExitError,
  LuaOptionError,
  LuaStateError,
  LuaSyntaxError,
} from '../bridge/errors.ts';
import { type LimitedResource, LuaLimitError } from '../limits/limit-error.ts';
import { checkCloneable } from './cloneable.ts';

/** An error on its way between threads, where the classes of objects are lost. */
export type CarriedError =
  | {
      readonly kind: 'limit';
      readonly resource: LimitedResource;
      readonly used: number;
      readonly limit: number;
      readonly traceback: string;
    }
  | { readonly kind: 'syntax'; readonly message: string; readonly chunkName: string }
  | { readonly kind: 'lua'; readonly message: string; readonly traceback: string; readonly value: unknown }
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'state' | 'conversion' | 'option'; readonly message: string }
  | {
      readonly kind: 'host';
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
      readonly code: unknown;
      readonly luaTraceback: string | undefined;
    };

/**
 * Never throws, whatever was thrown: that may be made to fail, as `{ toString = 1 }` is where a host throws what a script
 * gave it.
 * @param chunkName the name that the chunk was given
 */
export function carry(error: unknown, chunkName: string): CarriedError {
  try {
    return describe(error, chunkName);
  } catch {
    return carryHostError(new Error('a value that cannot be shown was thrown'));
  }
}

function describe(error: unknown, chunkName: string): CarriedError {
  if (error instanceof LuaLimitError) {
    const { resource, used, limit, traceback } = error;
    return { kind: 'limit', resource, used, limit, traceback };
  }
  if (error instanceof LuaSyntaxError) return { kind: 'syntax', message: error.message, chunkName };
  if (error instanceof LuaError) {
    const { message, traceback, value } = error;
    return { kind: 'lua', message, traceback, value: cloneableValue(value) };
  }
  if (error instanceof LuaExitError) return { kind: 'exit', status: error.status };
  if (error instanceof LuaStateError) return { kind: 'state', message: error.message };
  if (error instanceof LuaConversionError) return { kind: 'conversion', message: error.message };
  if (error instanceof LuaOptionError) return { kind: 'option', message: error.message };
  return carryHostError(error);
}

/** The error as one of its class; one of the host's as an Error that looks like it. */
export function uncarry(error: CarriedError): Error {
  switch (error.kind) {
    case 'limit':
      return new LuaLimitError(error.resource, error.used, error.limit, { traceback: error.traceback });
    case 'syntax':
      return new LuaSyntaxError(error.message, error.chunkName);
    case 'lua':
      return new LuaError(error.message, { traceback: error.traceback, value: error.value });
    case 'exit':
      return new LuaExitError(error.status);
    case 'state':
      return new LuaStateError(error.message);
    case 'conversion':
      return new LuaConversionError(error.message);
    case 'option':
      return withMessage(new LuaOptionError('', '', ''), error.message);
    case 'host':
      return uncarryHostError(error);
  }
}

/** null for what cannot leave the worker: the error itself is more important. */
function cloneableValue(value: unknown): unknown {
  try {
    checkCloneable(value);
    return value;
  } catch {
    return null;
  }
}

function carryHostError(error: unknown): CarriedError {
  const { name, message, stack, code, luaTraceback } = Object(error) as Record<string, unknown>;
  return {
    kind: 'host',
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : String(error),
    stack: typeof stack === 'string' ? stack : undefined,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    luaTraceback: typeof luaTraceback === 'string' ? luaTraceback : undefined,
  };
}

function uncarryHostError({ name, message, stack, code, luaTraceback }: CarriedHostError): Error {
  const error = new Error(message);
  define(error, 'name', name);
  if (stack !== undefined) define(error, 'stack', stack);
  if (code !== undefined) define(error, 'code', code);
  if (luaTraceback !== undefined) define(error, 'luaTraceback', luaTraceback);
  return error;
}

type CarriedHostError = Extract<CarriedError, { kind: 'host' }>;

function withMessage<E extends Error>(error: E, message: string): E {
  define(error, 'message', message);
  return error;
}

function define(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, configurable: true, writable: true });
}
