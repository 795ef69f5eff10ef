import { Field } from '../engine/abi.ts';
import { Engine, type Host } from '../engine/engine.ts';
import { rootFolderImports } from '../engine/no-files.ts';
import { memoryCeiling } from '../limits/script-limits.ts';
import { engineModule } from './load-engine.ts';

const none = () => 0;

/** For an engine in which no script runs. */
const noHost: Host = {
  look: none,
  brake: none,
  warning: none,
  hook: none,
  call: none,
  retain: none,
  release: none,
  clock: none,
};

/**
 * Opens a state in a new engine, with so many bytes of memory, and tells how that ended.
 * @param libraries bits, as is `seal` (engine/libs.h)
 */
export function openEngine(
  libraries: number,
  seal: number,
  memoryLimit: number,
): { readonly engine: Engine; readonly status: number } {
  const files = rootFolderImports(() => engine.memory.buffer);
  const engine: Engine = new Engine(engineModule(), noHost, memoryCeiling, undefined, files);
  engine.set(Field.memoryLimit, memoryLimit);
  engine.set(Field.memoryWarning, 0xffff_ffff);
  engine.set(Field.fuel, 2 ** 30);
  return { engine, status: engine.exports.open(libraries, seal) };
}
