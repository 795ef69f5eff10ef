import { LuaContext, type LuaContextOptions, type LuaGlobals } from '../../src/index.ts';

/** A context with every library and no limits, but those given. */
export function openContext(options: LuaContextOptions = {}, globals: LuaGlobals = {}): LuaContext {
  return new LuaContext(globals, { profile: 'unlimited', libraries: 'all', ...options });
}

/** What a script returns in a context of its own. */
export function evaluate(source: string, globals: LuaGlobals = {}): unknown {
  return new LuaContext(globals).executeScript(source);
}

/** A value as something that the types do not allow there: for tests of what happens to callers in JavaScript. */
export function untyped(value: unknown): never {
  return value as never;
}
