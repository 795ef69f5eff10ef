import type { LuaContext } from '../context/lua-context.ts';

/** A state whose heap grew past this is thrown away: that is cheaper than clearing it, and gives memory back. */
const largestKept = 4 * 2 ** 20;

/** A context that is like new after each script. */
export class CleanContext {
  private readonly open: () => LuaContext;
  private opened: LuaContext | undefined;

  /** @param open makes the context, when it is first needed and whenever it has been thrown away */
  constructor(open: () => LuaContext) {
    this.open = open;
  }

  get lua(): LuaContext {
    this.opened ??= this.open();
    return this.opened;
  }

  /** Nothing that the last script did is left. */
  clean(): void {
    if (this.lua.usage.peakMemory <= largestKept) {
      this.lua.reset();
    } else {
      this.lua.dispose();
      this.opened = undefined;
    }
  }
}
