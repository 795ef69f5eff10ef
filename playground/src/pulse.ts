import { byId } from './dom.ts';

const turnMilliseconds = 2400;

/**
 * Shows that the page lives while a script runs in it: a moon that this thread moves, and how many frames there
 * are and how long the longest took.
 */
export class Pulse {
  private readonly moon = byId<SVGGElement>('moon');
  private readonly figure = byId('pulse');
  private frame = 0;
  private frames = 0;
  private longest = 0;
  private start = 0;
  private last = 0;
  private shown = 0;

  begin(): void {
    this.frames = this.longest = 0;
    this.start = this.last = this.shown = performance.now();
    this.figure.textContent = '';
    document.body.dataset['running'] = '';
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  finish(): void {
    cancelAnimationFrame(this.frame);
    delete document.body.dataset['running'];
    if (this.frames >= 10) this.show(this.last);
  }

  private tick(now: number): void {
    if (this.frames > 0) this.longest = Math.max(this.longest, now - this.last);
    this.frames++;
    this.last = now;
    this.moon.setAttribute('transform', `rotate(${((now / turnMilliseconds) * 360) % 360})`);
    if (now - this.shown > 250) this.show(now);
    this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  private show(now: number): void {
    this.shown = now;
    const rate = (1000 * (this.frames - 1)) / Math.max(1, now - this.start);
    this.figure.textContent = `${Math.round(rate)} fps, longest ${Math.round(this.longest)} ms`;
  }
}
