import type { LuaGlobals } from '../context/lua-context.ts';

/**
 * The exports of a module, for scripts to find as global variables.
 * @param url none: no globals
 * @throws Error saying that the module could not be loaded
 */
export async function hostGlobals(url: string | undefined): Promise<LuaGlobals> {
  if (url === undefined) return {};
  try {
    const { default: _, ...named } = (await import(
      /* @vite-ignore */ /* webpackIgnore: true */ url
    )) as Record<string, never>;
    return named;
  } catch (error) {
    throw new Error(`hostModule ${url} cannot be loaded: ${(error as Error).message}`, { cause: error });
  }
}
