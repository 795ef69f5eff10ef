import { LuaOptionError, LuaStateError } from '../bridge/errors.ts';
import { compiledEngine, compileEngine, type EngineSource } from '../engine/module.ts';

export type { EngineSource };

const accepted =
  'the file tidelock.wasm of this version: its bytes, a Response, or the module compiled from it';

/**
 * Makes the WebAssembly engine ready, for `new LuaContext()` in a browser, or for runtimes that compile
 * nothing themselves. Without an argument it takes the package's own copy; `LuaContext.create` does the same.
 * Once the engine is ready, further calls do nothing.
 * @param source the file `tidelock/tidelock.wasm` of this same version: its bytes, a response with them (or
 *   the promise of one), or the module compiled from it
 * @throws LuaOptionError if the source is something else
 * @throws WebAssembly.CompileError if it cannot be compiled here
 */
export async function loadEngine(source?: EngineSource): Promise<void> {
  if (source !== undefined && !isEngineSource(source)) throw new LuaOptionError('source', source, accepted);
  if (!(await compileEngine(source))) throw new LuaOptionError('source', source, accepted);
}

/** @throws LuaStateError where the engine has to be loaded, and has not been */
export function engineModule(): WebAssembly.Module {
  const module = compiledEngine();
  if (module) return module;
  throw new LuaStateError(
    'the engine has not been loaded: use `await LuaContext.create()`, or `await loadEngine()` once before',
  );
}

function isEngineSource(source: unknown): boolean {
  if (source instanceof WebAssembly.Module || source instanceof Response) return true;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return true;
  return typeof (source as PromiseLike<unknown> | null)?.then === 'function';
}
