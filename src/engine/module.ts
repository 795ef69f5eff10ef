import { fetchEngine, readEngine } from '#platform';

/** What tells this build of the engine from every other: an image of one means nothing to another. */
export { engineId } from '../../dist/engine-id.js';

/** What the engine can be compiled from. */
export type EngineSource = WebAssembly.Module | BufferSource | Response | PromiseLike<Response>;

/** Compiled once, shared by all engines of the process. */
let compiled: WebAssembly.Module | undefined;

/** The engine's WebAssembly module, or undefined where it has to be loaded first. */
export function compiledEngine(): WebAssembly.Module | undefined {
  if (!compiled) {
    const source = readEngine();
    compiled = source instanceof WebAssembly.Module || !source ? source : new WebAssembly.Module(source);
  }
  return compiled;
}

/**
 * Compiles the engine, from the package's own copy unless another is given, unless that has been done.
 * @returns whether it is an engine; one that is not is not kept
 */
export async function compileEngine(source?: EngineSource): Promise<boolean> {
  if (compiled) return true;
  const found = await (source ?? fetchEngine());
  const code = found instanceof Response ? await bodyOf(found) : found;
  const module = code instanceof WebAssembly.Module ? code : await WebAssembly.compile(code);
  if (!WebAssembly.Module.exports(module).some(({ name }) => name === 'tl_shared')) return false;
  compiled ??= module;
  return true;
}

async function bodyOf(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) throw new Error(`no engine at ${response.url}: status ${response.status}`);
  return response.arrayBuffer();
}

/** Uses a module that another thread has compiled. */
export function shareEngineModule(module: WebAssembly.Module): void {
  compiled = module;
}
