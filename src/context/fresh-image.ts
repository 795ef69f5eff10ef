import { Field, Status } from '../engine/abi.ts';
import { Engine, type Host } from '../engine/engine.ts';
import type { Image } from '../engine/image.ts';
import { rootFolderImports } from '../engine/no-files.ts';
import { takeImage } from '../engine/take-image.ts';
import { memoryCeiling } from '../limits/script-limits.ts';
import { type LibraryChoice, libraryMask } from './libraries.ts';
import { engineModule } from './load-engine.ts';

const sealProcess = 1;
const sealBytecode = 2;
const sealFiles = 4;

const images = new Map<string, Image>();

/** A state with just these libraries, made once and then copied. */
export function freshImage(libraries: LibraryChoice, allowBytecode: boolean): Image {
  const mask = libraryMask(libraries);
  const hasFiles = libraries.names.includes('io');
  const sealed = libraries.sealed ? sealProcess | (hasFiles ? 0 : sealFiles) : 0;
  const seal = sealed | (allowBytecode ? 0 : sealBytecode);
  const key = `${mask}:${seal}`;
  let image = images.get(key);
  if (!image) {
    image = openState(mask, seal);
    images.set(key, image);
  }
  return image;
}

function openState(mask: number, seal: number): Image {
  const none = () => 0;
  const host: Host = {
    look: none,
    brake: none,
    warning: none,
    hook: none,
    call: none,
    retain: none,
    release: none,
    clock: none,
  };
  const files = rootFolderImports(() => engine.memory.buffer);
  const engine: Engine = new Engine(engineModule(), host, memoryCeiling, undefined, files);
  engine.set(Field.memoryLimit, memoryCeiling);
  engine.set(Field.memoryWarning, 0xffff_ffff);
  engine.set(Field.fuel, 2 ** 30);
  const status = engine.exports.open(mask, seal);
  if (status !== Status.ok) throw new Error(`the engine could not open a state (status ${status})`);
  return takeImage(engine);
}
