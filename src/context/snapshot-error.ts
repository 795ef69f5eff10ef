import { TidelockError } from '../bridge/errors.ts';

/**
 * - `'damaged'`: the bytes are not, or no longer, those of a snapshot.
 * - `'foreign'`: it was made by another version of the engine, or with other libraries.
 * - `'missing'`: it needs functions or objects of the host that the context does not have.
 * - `'unnamed'`: Lua holds a function or an object of the host that has no name to find it by elsewhere.
 * - `'memory'`: it needs more memory than there is, or than the context may use.
 */
export type SnapshotProblem = 'damaged' | 'foreign' | 'missing' | 'unnamed' | 'memory';

/** A snapshot that cannot be stored, read or restored. Nothing was changed. */
export class LuaSnapshotError extends TidelockError {
  override readonly name = 'LuaSnapshotError';
  readonly code = 'ERR_LUA_SNAPSHOT';
  readonly problem: SnapshotProblem;

  constructor(problem: SnapshotProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
