import luaNative, {
  type LuaCallbacks,
  type LuaContext,
  type LuaInitOptions,
} from '../../src/lua-native/index.ts';

export { luaNative };

/** A context with all libraries. */
export function all(callbacks: LuaCallbacks = {}, options: LuaInitOptions = {}): LuaContext {
  return new luaNative.init(callbacks, { libraries: 'all', ...options });
}

export function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

export const later = <T>(value: T) => new Promise<T>((resolve) => setImmediate(() => resolve(value)));
