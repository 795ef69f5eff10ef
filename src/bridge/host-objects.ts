/** The objects of the host that a state holds, by number from the first that is not reserved. */
export type HostObjectsImage = readonly (Readonly<Entry> | undefined)[];

interface Entry {
  readonly object: unknown;
  /** How many Lua values lead to it. */
  holders: number;
}

/**
 * The functions and objects of the host that Lua holds, by number. Lua says when it makes and when it
 * collects a value that leads to one (`retain`, `release`); an object that none leads to is forgotten.
 */
export class HostObjects {
  private readonly entries: (Entry | undefined)[];
  private readonly ids = new Map<unknown, number>();
  private readonly firstId: number;
  private free: number[] = [];
  private readonly fresh: number[] = [];

  /** @param reserved what the lowest numbers stand for, always */
  constructor(...reserved: readonly unknown[]) {
    this.firstId = reserved.length;
    this.entries = reserved.map((object) => ({ object, holders: 1 }));
  }

  /** How many objects Lua holds. */
  get size(): number {
    return this.ids.size;
  }

  /** The number by which Lua knows this object; a new one lasts only if Lua retains it before `settle`. */
  idOf(object: unknown): number {
    let id = this.ids.get(object);
    if (id === undefined) {
      id = this.free.pop() ?? this.entries.length;
      this.entries[id] = { object, holders: 0 };
      this.ids.set(object, id);
      this.fresh.push(id);
    }
    return id;
  }

  has(object: unknown): boolean {
    return this.ids.has(object);
  }

  get(id: number): unknown {
    return this.entries[id]?.object;
  }

  retain(id: number): void {
    const entry = this.entries[id];
    if (entry) entry.holders++;
  }

  release(id: number): void {
    const entry = this.entries[id];
    if (entry && --entry.holders <= 0) this.forget(id, entry);
  }

  /** Whether `settle` has anything to look at. */
  get hasFresh(): boolean {
    return this.fresh.length > 0;
  }

  /** Forgets the objects that were offered to Lua and that it did not take. */
  settle(): void {
    while (this.fresh.length > 0) {
      const id = this.fresh.pop() as number;
      const entry = this.entries[id];
      if (entry?.holders === 0) this.forget(id, entry);
    }
  }

  /** A copy, while Lua does not run. */
  image(): HostObjectsImage {
    return this.entries.slice(this.firstId).map((entry) => entry && { ...entry });
  }

  /** What goes with the image of a state that is restored. */
  restore(image: HostObjectsImage): void {
    this.entries.length = this.firstId;
    this.ids.clear();
    this.free = [];
    this.fresh.length = 0;
    for (const entry of image) {
      const id = this.entries.length;
      this.entries.push(entry && { ...entry });
      if (entry) this.ids.set(entry.object, id);
      else this.free.push(id);
    }
  }

  private forget(id: number, entry: Entry): void {
    this.entries[id] = undefined;
    this.ids.delete(entry.object);
    this.free.push(id);
  }
}
