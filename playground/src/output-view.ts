import { element } from './dom.ts';

const mostLines = 2000;
const longestLine = 4000;

/**
 * What the script prints. However much that is, the page is changed once in a frame at most, and only the last
 * lines are kept.
 */
export class OutputView {
  readonly root = element('div', 'output');
  private readonly lines = element('pre', 'output-lines');
  private readonly end = element('div', 'output-end');
  private kept: string[] = [];
  private dropped = 0;
  private frame = 0;

  constructor() {
    this.root.append(this.lines, this.end);
  }

  print(text: string): void {
    for (const line of text.split('\n')) {
      this.kept.push(line.length > longestLine ? `${line.slice(0, longestLine)} ...` : line);
    }
    if (this.kept.length > 2 * mostLines) this.trim();
    this.showSoon();
  }

  clear(): void {
    this.kept = [];
    this.dropped = 0;
    this.showSoon();
  }

  /** Shows what comes after the output: the result, or the error. */
  finish(...nodes: readonly Node[]): void {
    this.show();
    this.end.replaceChildren(...nodes);
    this.end.scrollIntoView({ block: 'nearest' });
  }

  start(): void {
    this.end.replaceChildren();
    this.clear();
  }

  private trim(): void {
    const extra = this.kept.length - mostLines;
    if (extra <= 0) return;
    this.kept = this.kept.slice(extra);
    this.dropped += extra;
  }

  private showSoon(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.show());
  }

  private show(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.trim();
    const first = this.dropped > 0 ? [`(${this.dropped.toLocaleString('en-US')} lines before these)`] : [];
    this.lines.textContent = [...first, ...this.kept].join('\n');
    this.root.scrollTop = this.root.scrollHeight;
  }
}
