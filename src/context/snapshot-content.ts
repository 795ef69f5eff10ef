import type { HostClassesImage } from './classes.ts';
import type { HostNames } from './host-names.ts';
import type { LibraryChoice } from './libraries.ts';
import type { StateImage } from './state-image.ts';

/** What a snapshot is made of. */
export interface SnapshotContent {
  readonly state: StateImage;
  /** Bytes of Lua heap in use. */
  readonly memory: number;
  readonly libraries: LibraryChoice;
  readonly allowBytecode: boolean;
  /** The places of the metatables of classes, by the classes' names. */
  readonly classPlaces: ReadonlyMap<string, number>;
  readonly userdataPlace: number | undefined;
  /** Missing from one that was read from bytes, where StoredObjects take the objects' places. */
  readonly live?: {
    /** Shared by a context and its forks, which have the same objects of the host. */
    readonly lineage: object;
    readonly names: HostNames;
    readonly classes: HostClassesImage;
  };
}

/** What stands for an object of the host in a snapshot that was read from bytes. */
export type StoredObject =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'error'; readonly name: string; readonly message: string };
