interface Entry {
  readonly object: unknown;
  /** How many Lua values lead to it. */
  holders: number;
}

/**
 * The functions and error objects of the host that Lua holds, by number. Lua says when it makes and when it
 * collects a value that leads to one (`retain`, `release`); an object that none leads to is forgotten.
 */
export class HostObjects {
  private readonly entries = new Map<number, Entry>();
  private readonly ids = new Map<unknown, number>();
  private fresh: number[] = [];
  private nextId: number;

  /** @param firstId numbers below it are never given out */
  constructor(firstId: number) {
    this.nextId = firstId;
  }

  get size(): number {
    return this.entries.size;
  }

  /** The number by which Lua knows this object; a new one lasts only if Lua retains it before `settle`. */
  idOf(object: unknown): number {
    let id = this.ids.get(object);
    if (id === undefined) {
      id = this.nextId++;
      this.entries.set(id, { object, holders: 0 });
      this.ids.set(object, id);
      this.fresh.push(id);
    }
    return id;
  }

  has(object: unknown): boolean {
    return this.ids.has(object);
  }

  get(id: number): unknown {
    return this.entries.get(id)?.object;
  }

  retain(id: number): void {
    const entry = this.entries.get(id);
    if (entry) entry.holders++;
  }

  release(id: number): void {
    const entry = this.entries.get(id);
    if (entry && --entry.holders <= 0) this.forget(id, entry);
  }

  /** Forgets the objects that were offered to Lua and that it did not take. */
  settle(): void {
    if (this.fresh.length === 0) return;
    for (const id of this.fresh) {
      const entry = this.entries.get(id);
      if (entry?.holders === 0) this.forget(id, entry);
    }
    this.fresh = [];
  }

  clear(): void {
    this.entries.clear();
    this.ids.clear();
    this.fresh = [];
  }

  private forget(id: number, entry: Entry): void {
    this.entries.delete(id);
    this.ids.delete(entry.object);
  }
}
