import { Field, Status } from '../engine/abi.ts';
import { Engine, type Host } from '../engine/engine.ts';
import { type Image, takeImage } from '../engine/image.ts';
import { engineModule } from '../engine/module.ts';
import { memoryCeiling } from '../limits/script-limits.ts';
import { type LibraryChoice, libraryMask } from './libraries.ts';

const sealSandbox = 1;
const sealBytecode = 2;

const images = new Map<string, Image>();

/** A state with just these libraries, made once and then copied. */
export function freshImage(libraries: LibraryChoice, allowBytecode: boolean): Image {
  const mask = libraryMask(libraries);
  const seal = (libraries.sealed ? sealSandbox : 0) | (allowBytecode ? 0 : sealBytecode);
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
  const engine = new Engine(engineModule(), host, memoryCeiling);
  engine.set(Field.memoryLimit, memoryCeiling);
  engine.set(Field.memoryWarning, 0xffff_ffff);
  engine.set(Field.fuel, 2 ** 30);
  const status = engine.exports.open(mask, seal);
  if (status !== Status.ok) throw new Error(`the engine could not open a state (status ${status})`);
  return takeImage(engine);
}
