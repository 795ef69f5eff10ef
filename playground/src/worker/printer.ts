import { LastLines, mostLines } from '../lines.ts';
import type { FromWorker } from '../messages.ts';

/** About as often as the page shows a frame. */
const interval = 16;

/** Sends what a script prints to the page: from time to time, and of a flood only the end. */
export class Printer {
  private readonly lines = new LastLines(mostLines);
  private readonly post: (message: FromWorker) => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (message: FromWorker) => void) {
    this.post = post;
  }

  print(text: string): void {
    this.lines.add(text.split('\n'));
    this.timer ??= setTimeout(() => this.flush(), interval);
  }

  clear(): void {
    this.lines.clear();
    this.post({ cleared: true });
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { lines, dropped } = this.lines.read();
    if (lines.length > 0) this.post({ printed: lines, dropped });
    this.lines.clear();
  }
}
