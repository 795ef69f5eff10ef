/** A line of Lua that a script has passed. */
export interface TracedLine {
  readonly line: number;
  /** What its function was called as; empty for a main chunk, and where that is not known. */
  readonly name: string;
}

const longest = 20;

/** The last lines that a script has passed. */
export class LineTrace {
  private lines: TracedLine[] = [];
  private passed = 0;

  note(line: number, name: string): void {
    this.lines[this.passed++ % longest] = { line, name };
  }

  /** The lines in order, the last one last; the next script begins without any. */
  take(): TracedLine[] {
    const start = this.passed > longest ? this.passed % longest : 0;
    const taken = [...this.lines.slice(start), ...this.lines.slice(0, start)];
    this.lines = [];
    this.passed = 0;
    return taken;
  }
}
