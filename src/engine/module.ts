import { readEngine } from '#platform';

let compiled: WebAssembly.Module | undefined;

/** The engine's WebAssembly module: compiled once, shared by all engines of the process. */
export function engineModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readEngine() as BufferSource);
  return compiled;
}
