import { LuaConversionError } from './errors.ts';
import type { LuaFunction, LuaInput } from './values.ts';

interface Origin {
  readonly owner: FunctionHandles;
  /** Counts the states that the owner has had: a handle of an earlier one leads nowhere. */
  readonly era: number;
  readonly place: number;
}

const origins = new WeakMap<object, Origin>();

/**
 * JavaScript functions that stand for Lua functions. The engine keeps each Lua function in a numbered place;
 * the same function has the same place and the same JavaScript function as long as either is in use. The
 * places of functions that JavaScript has collected are given back when Lua is next entered.
 */
export class FunctionHandles {
  private readonly live = new Map<number, WeakRef<LuaFunction>>();
  private readonly call: (place: number, args: LuaInput[]) => ReturnType<LuaFunction>;
  private unused: number[] = [];
  private era = 0;
  private readonly registry = new FinalizationRegistry<Origin>(({ era, place }) => {
    if (era !== this.era || this.live.get(place)?.deref()) return;
    this.live.delete(place);
    this.unused.push(place);
  });

  constructor(call: (place: number, args: LuaInput[]) => ReturnType<LuaFunction>) {
    this.call = call;
  }

  get size(): number {
    return this.live.size;
  }

  /** The JavaScript function for the Lua function in a place. */
  at(place: number): LuaFunction {
    const known = this.live.get(place)?.deref();
    if (known) return known;
    const { era } = this;
    const handle: LuaFunction = (...args) => {
      if (era !== this.era) throw staleHandle();
      return this.call(place, args);
    };
    const origin: Origin = { owner: this, era, place };
    origins.set(handle, origin);
    this.live.set(place, new WeakRef(handle));
    this.registry.register(handle, origin);
    return handle;
  }

  /**
   * The place of the Lua function that a JavaScript function stands for; nothing for any other function.
   * @throws LuaConversionError if it belongs to another context or to a state that was reset
   */
  placeOf(handle: object): number | undefined {
    const origin = origins.get(handle);
    if (!origin) return undefined;
    if (origin.owner !== this)
      throw new LuaConversionError('this Lua function belongs to a different LuaContext');
    if (origin.era !== this.era) throw staleHandle();
    return origin.place;
  }

  /** The places that nothing in JavaScript leads to any more; each is returned once. */
  takeUnused(): readonly number[] {
    if (this.unused.length === 0) return this.unused;
    const { unused } = this;
    this.unused = [];
    return unused;
  }

  /** All handles become stale: the state that they belong to is gone. */
  clear(): void {
    this.era++;
    this.live.clear();
    this.unused = [];
  }
}

function staleHandle(): LuaConversionError {
  return new LuaConversionError('this Lua function belongs to a state that has been reset or disposed');
}
