import type { ResolvedLimits } from '../limits/script-limits.ts';
import type { LuaLibrary } from './libraries.ts';
import type { ResolvedContextOptions } from './options.ts';
import type { State } from './state.ts';

/** What a context is and has (LuaContext.info). */
export interface LuaInfo {
  /** `'Lua 5.5'`, as `_VERSION`. */
  readonly version: string;
  /** `'Lua 5.5.1'`. */
  readonly release: string;
  /** 505, as `LUA_VERSION_NUM` (manual section 4): 100 times the major and once the minor version. */
  readonly versionNumber: number;
  /** Bytes of Lua heap in use. */
  readonly memory: number;
  /** The same in units of 1,024 bytes. */
  readonly memoryKB: number;
  /** The most bytes of Lua heap that the last execution had in use. */
  readonly peakMemory: number;
  /** The limits of executions that are given none of their own; Infinity stands for unlimited. */
  readonly limits: ResolvedLimits;
  readonly libraries: readonly LuaLibrary[];
  /** Instructions used by the last execution. */
  readonly instructions: number;
  /** How many Lua values JavaScript holds: functions, handles, live tables, coroutines, userdata. */
  readonly heldValues: number;
  /** How many functions and objects of the host Lua holds. */
  readonly heldObjects: number;
}

export function describeState(state: State, { limits, libraries }: ResolvedContextOptions): LuaInfo {
  const release = state.engine.exports.version();
  const [major, minor, patch] = [
    Math.floor(release / 10_000),
    Math.floor(release / 100) % 100,
    release % 100,
  ];
  const memory = state.memoryUsed;
  const { peakMemory, instructions } = state.governor.usage;
  return {
    version: `Lua ${major}.${minor}`,
    release: `Lua ${major}.${minor}.${patch}`,
    versionNumber: 100 * major + minor,
    memory,
    memoryKB: memory / 1024,
    peakMemory,
    limits,
    libraries: libraries.names,
    instructions,
    heldValues: state.references.size,
    heldObjects: state.hosts.size,
  };
}
