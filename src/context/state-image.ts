import type { HostObjectsImage } from '../bridge/host-objects.ts';
import type { Image } from '../engine/image.ts';

/** A whole idle state, to be copied: its memory, and what of the host belongs to it. */
export interface StateImage {
  readonly memory: Image;
  readonly hosts: HostObjectsImage;
  /** The places that JavaScript held, which in a copy nothing leads to. */
  readonly held: readonly number[];
  /** The places of the metatables of objects of the host. */
  readonly metatables: readonly number[];
}
