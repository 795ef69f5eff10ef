import type { LuaContext } from '../context/lua-context.ts';
import type { ResolvedInitOptions } from './options.ts';
import type { BindingRefCounts, LuaStateInfo } from './types.ts';

const orZero = (limit: number) => (Number.isFinite(limit) ? limit : 0);

/** `info`. */
export function describe(
  lua: LuaContext,
  { libraries, context }: ResolvedInitOptions,
  counts: Omit<BindingRefCounts, 'total'>,
): LuaStateInfo {
  const { version, release, versionNumber, memory, memoryKB, limits } = lua.info();
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    version,
    release,
    versionNumber,
    memoryBytes: memory,
    memoryKB,
    memoryLimit: Number(context.maxMemory),
    maxInstructions: orZero(limits.maxInstructions),
    timeout: orZero(limits.timeout),
    libraries: [...libraries],
    bindingRefs: { ...counts, total },
  };
}
