import { LuaConversionError } from './errors.ts';

/** The claim of one JavaScript object to a Lua value. */
export interface Hold {
  readonly owner: References;
  /** Counts the states that the owner has had: a hold on a value of an earlier one leads nowhere. */
  readonly era: number;
  /** Where the engine keeps the value. */
  readonly place: number;
  released: boolean;
}

const holds = new WeakMap<object, Hold>();

/** The hold of a JavaScript object that stands for a Lua value; nothing for any other object. */
export function holdOf(object: object): Hold | undefined {
  return holds.get(object);
}

/**
 * The Lua values that JavaScript holds. The engine keeps each in a numbered place, the same for the same value;
 * a place is given back when the last JavaScript object that leads to it is released or has been collected.
 */
export class References {
  private readonly holders = new Map<number, number>();
  private readonly identities = new Map<number, WeakRef<object>>();
  private readonly registry = new FinalizationRegistry<Hold>((hold) => this.drop(hold));
  private unused: number[] = [];
  private era = 0;

  /** How many Lua values are held. */
  get size(): number {
    return this.holders.size;
  }

  /** Whether `takeUnused` has any. */
  get hasUnused(): boolean {
    return this.unused.length > 0;
  }

  /** A claim to the value in a place, for `bind`. */
  claim(place: number): Hold {
    return { owner: this, era: this.era, place, released: false };
  }

  /** Makes an object stand for the value that it claims. */
  bind<T extends object>(object: T, hold: Hold): T {
    holds.set(object, hold);
    this.registry.register(object, hold, hold);
    this.holders.set(hold.place, (this.holders.get(hold.place) ?? 0) + 1);
    return object;
  }

  /** The one object for the value in a place, made from its claim if there is none. */
  identity<T extends object>(place: number, make: (hold: Hold) => T): T {
    const known = this.identities.get(place)?.deref() as T | undefined;
    if (known && !(holds.get(known) as Hold).released) return known;
    const hold = this.claim(place);
    const made = this.bind(make(hold), hold);
    this.identities.set(place, new WeakRef(made));
    return made;
  }

  /**
   * The place of the value that an object stands for.
   * @throws LuaConversionError if it was released, or belongs to another context or an earlier state
   */
  placeOf(object: object): number {
    return this.check(holds.get(object) as Hold);
  }

  check(hold: Hold): number {
    if (hold.owner === this && hold.era === this.era && !hold.released) return hold.place;
    throw this.refusal(hold);
  }

  private refusal({ owner, era }: Hold): LuaConversionError {
    if (owner !== this) return foreign();
    return new LuaConversionError(
      era === this.era
        ? 'this value has been released'
        : 'this value belongs to a state that was reset or disposed',
    );
  }

  /**
   * Gives up an object's hold; a second time, or after a reset, it does nothing.
   * @throws LuaConversionError if it belongs to another context
   */
  release(object: object): void {
    const hold = holds.get(object);
    if (!hold) return;
    if (hold.owner !== this) throw foreign();
    this.registry.unregister(hold);
    this.drop(hold);
  }

  /** The places that nothing in JavaScript leads to any more; each is returned once. */
  takeUnused(): readonly number[] {
    const unused = new Set(this.unused.filter((place) => !this.holders.has(place))); // some are held again
    this.unused = [];
    return [...unused];
  }

  /** The places of the values that are held, or are yet to be given back. */
  places(): number[] {
    return [...this.holders.keys(), ...this.unused];
  }

  /**
   * Makes all holds stale: the state that they lead to is gone.
   * @param unused places of the new state that nothing leads to
   */
  clear(unused: readonly number[] = []): void {
    this.era++;
    this.holders.clear();
    this.identities.clear();
    this.unused = [...unused];
  }

  private drop(hold: Hold): void {
    if (hold.released || hold.era !== this.era) return;
    hold.released = true;
    const left = (this.holders.get(hold.place) as number) - 1;
    if (left > 0) {
      this.holders.set(hold.place, left);
    } else {
      this.holders.delete(hold.place);
      this.identities.delete(hold.place);
      this.unused.push(hold.place);
    }
  }
}

function foreign(): LuaConversionError {
  return new LuaConversionError('this value belongs to a different LuaContext');
}
