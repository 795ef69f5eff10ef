const longestLine = 4000;

/** The last lines of an output that may be endless. */
export class LastLines {
  private kept: string[] = [];
  private lost = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** @param dropped how many lines before these are not here */
  add(lines: readonly string[], dropped = 0): void {
    if (dropped > 0) {
      this.lost += this.kept.length + dropped;
      this.kept = [];
    }
    for (const line of lines) {
      this.kept.push(line.length > longestLine ? `${line.slice(0, longestLine)} ...` : line);
    }
    if (this.kept.length > 2 * this.most) this.trim();
  }

  /** The lines that there are, and how many there were before them. */
  read(): { readonly lines: readonly string[]; readonly dropped: number } {
    this.trim();
    return { lines: this.kept, dropped: this.lost };
  }

  clear(): void {
    this.kept = [];
    this.lost = 0;
  }

  private trim(): void {
    const extra = this.kept.length - this.most;
    if (extra <= 0) return;
    this.kept = this.kept.slice(extra);
    this.lost += extra;
  }
}

/** So many lines are kept. */
export const mostLines = 2000;
