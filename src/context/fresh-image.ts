import { Status } from '../engine/abi.ts';
import type { Image } from '../engine/image.ts';
import { takeImage } from '../engine/take-image.ts';
import { memoryCeiling } from '../limits/script-limits.ts';
import { type LibraryChoice, libraryMask } from './libraries.ts';
import { openEngine } from './open-engine.ts';

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
  const { engine, status } = openEngine(mask, seal, memoryCeiling);
  if (status !== Status.ok) throw new Error(`the engine could not open a state (status ${status})`);
  return takeImage(engine);
}
