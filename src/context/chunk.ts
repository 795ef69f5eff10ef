import { LuaOptionError } from '../bridge/errors.ts';
import type { LuaTableHandle } from '../bridge/table-handle.ts';
import type { ExecutionOptions } from './options.ts';

/** What a script runs with. */
export interface Chunk {
  readonly source: string | Uint8Array;
  readonly name: string;
  readonly environment?: LuaTableHandle | undefined;
  readonly args: readonly unknown[];
}

export function chunkOf(source: string | Uint8Array, defaultName: string, options: ExecutionOptions): Chunk {
  const { args = [], env: environment, chunkName: name = defaultName } = options;
  if (typeof name !== 'string') throw new LuaOptionError('chunkName', name, 'a string');
  return { source, name, environment, args };
}

/** @throws LuaOptionError if it is no source */
export function nameOfSource(source: string | Uint8Array): string {
  if (typeof source === 'string') return source;
  if (source instanceof Uint8Array) return '=(bytes)';
  throw new LuaOptionError('source', source, 'a string, or the bytes, of Lua source');
}
