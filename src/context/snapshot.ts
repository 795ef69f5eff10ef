import { LuaOptionError } from '../bridge/errors.ts';
import { imageBytes } from '../engine/image.ts';
import type { SnapshotContent } from './snapshot-content.ts';
import { readSnapshot, writeSnapshot } from './snapshot-format.ts';

const contents = new WeakMap<Snapshot, SnapshotContent>();

/**
 * A copy of a whole Lua state: globals, closures, suspended coroutines, everything. It never changes, and may be
 * restored any number of times. Made by `LuaContext.snapshot` and `Snapshot.fromBytes`.
 */
export class Snapshot {
  constructor(content: SnapshotContent) {
    contents.set(this, content);
  }

  /**
   * A snapshot from the bytes that `toBytes` gave, in this process or another. Trust them as you would trust
   * code: damage is found, but whoever means harm can make bytes that pass (docs/snapshots.md).
   * @throws LuaSnapshotError if they are damaged, or were made by another version of the engine
   */
  static fromBytes(bytes: Uint8Array): Snapshot {
    if (!(bytes instanceof Uint8Array)) throw new LuaOptionError('bytes', bytes, 'a Uint8Array');
    return new Snapshot(readSnapshot(bytes));
  }

  /**
   * The snapshot as bytes, to be stored. Functions and objects of the host are stored as their names.
   * @throws LuaSnapshotError if Lua holds a function or an object of the host that has no name
   */
  toBytes(): Uint8Array {
    return writeSnapshot(contentOf(this));
  }

  /** How many bytes of memory it takes. */
  get size(): number {
    return imageBytes(contentOf(this).state.memory);
  }
}

/** @throws LuaOptionError if the value is not a snapshot */
export function contentOf(snapshot: Snapshot): SnapshotContent {
  const content = contents.get(snapshot);
  if (!content) throw new LuaOptionError('snapshot', snapshot, 'a Snapshot');
  return content;
}
