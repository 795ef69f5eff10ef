interface Entry<T> {
  readonly item: T;
  readonly priority: number;
  /** Among entries of one priority the earlier comes first. */
  readonly turn: number;
}

/** A binary heap: the highest priority first, and in the order of arrival among equals. */
export class PriorityQueue<T> {
  private readonly heap: Entry<T>[] = [];
  private turns = 0;

  get size(): number {
    return this.heap.length;
  }

  push(item: T, priority: number): void {
    this.heap.push({ item, priority, turn: this.turns++ });
    this.rise(this.heap.length - 1);
  }

  shift(): T | undefined {
    return this.heap.length === 0 ? undefined : this.take(0);
  }

  /** @returns whether the item was in the queue */
  remove(item: T): boolean {
    const at = this.heap.findIndex((entry) => entry.item === item);
    if (at === -1) return false;
    this.take(at);
    return true;
  }

  private take(at: number): T {
    const { heap } = this;
    const { item } = heap[at] as Entry<T>;
    const last = heap.pop() as Entry<T>;
    if (at < heap.length) {
      heap[at] = last;
      this.rise(at);
      this.sink(at);
    }
    return item;
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.heap.length) return;
      const right = left + 1;
      const child = right < this.heap.length && this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, at)) return;
      this.swap(at, child);
      at = child;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const first = this.heap[a] as Entry<T>;
    const second = this.heap[b] as Entry<T>;
    return (
      first.priority > second.priority || (first.priority === second.priority && first.turn < second.turn)
    );
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    [heap[a], heap[b]] = [heap[b] as Entry<T>, heap[a] as Entry<T>];
  }
}
