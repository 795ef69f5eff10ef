import { element } from './dom.ts';
import { LastLines, mostLines } from './lines.ts';

/**
 * What the script prints. However much that is, the page is changed once in a frame at most, and only the last
 * lines are kept.
 */
export class OutputView {
  readonly root = element('div', 'output');
  private readonly lines = element('pre', 'output-lines');
  private readonly end = element('div', 'output-end');
  private readonly kept = new LastLines(mostLines);
  private frame = 0;

  constructor() {
    this.root.append(this.lines, this.end);
  }

  /** @param dropped how many lines before these are not shown */
  print(lines: readonly string[], dropped: number): void {
    this.kept.add(lines, dropped);
    this.showSoon();
  }

  clear(): void {
    this.kept.clear();
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

  private showSoon(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.show());
  }

  private show(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { lines, dropped } = this.kept.read();
    const first = dropped > 0 ? [`(${dropped.toLocaleString('en-US')} lines before these)`] : [];
    this.lines.textContent = [...first, ...lines].join('\n');
    this.root.scrollTop = this.root.scrollHeight;
  }
}
