import { readEngine, sha256 } from '#platform';

let compiled: WebAssembly.Module | undefined;
let id: string | undefined;

/** The engine's WebAssembly module: compiled once, shared by all engines of the process. */
export function engineModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readEngine() as BufferSource);
  return compiled;
}

/** What tells this build of the engine from every other: an image of one means nothing to another. */
export function engineId(): string {
  id ??= Array.from(sha256(readEngine()), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return id;
}

/** Uses a module that another thread has compiled. */
export function shareEngineModule(module: WebAssembly.Module): void {
  compiled = module;
}
