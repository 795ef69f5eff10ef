import type { LuaContext } from 'tidelock';
import type { Holding } from '../messages.ts';
import source from './census.lua?raw';

/** The names of the global variables that a script finds. */
export function globalNames(lua: LuaContext): readonly string[] {
  return lua.executeScript<string[]>(
    'local names = {} for name in next, _G do names[#names + 1] = name end return names',
    { profile: 'unlimited' },
  );
}

/**
 * What a script has left in global variables, the largest first. undefined if that cannot be found out, which
 * a script can bring about by changing the library.
 */
export async function takeCensus(
  lua: LuaContext,
  known: readonly string[],
): Promise<readonly Holding[] | undefined> {
  try {
    const limits = { maxInstructions: 20_000_000, timeout: 1000, maxMemory: 0 };
    const found = await lua.executeScriptAsync<Record<string, Holding | number>>(source, {
      args: [...known],
      limits,
    });
    return Object.values(found).filter((value) => typeof value === 'object');
  } catch {
    return undefined;
  }
}
