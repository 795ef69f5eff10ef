import { element } from './dom.ts';
import { type LimitKind, type LimitName, type Limits, limitKinds, nearestStop } from './limits.ts';

/** The part of a limit beyond which its bar warns. */
const near = 0.8;

/** The three sliders, each with a bar that shows how much of its limit the script has used. */
export class LimitRows {
  private readonly rows = new Map<LimitName, LimitRow>();

  constructor(parent: HTMLElement, limits: Limits) {
    for (const kind of limitKinds) {
      const row = new LimitRow(kind, limits[kind.name]);
      this.rows.set(kind.name, row);
      parent.append(row.root);
    }
  }

  get limits(): Limits {
    const value = (name: LimitName) => this.rows.get(name)?.value ?? 0;
    return { instructions: value('instructions'), memory: value('memory'), time: value('time') };
  }

  set limits(limits: Limits) {
    for (const [name, row] of this.rows) row.value = limits[name];
  }

  /** Shows what a script has used; what is left out is not known yet. `reached` is the limit that ended it. */
  showUsage(used: Partial<Limits>, limits: Limits, reached?: string): void {
    for (const [name, row] of this.rows) row.showUsage(used[name], limits[name], name === reached);
  }
}

class LimitRow {
  readonly root: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly output = element('output', 'limit-value');
  private readonly fill = element('div', 'meter-fill');
  private readonly figure = element('span', 'meter-figure');
  private readonly kind: LimitKind;

  constructor(kind: LimitKind, value: number) {
    this.kind = kind;
    this.slider = element('input', 'slider');
    this.slider.type = 'range';
    this.slider.min = '0';
    this.slider.max = String(kind.stops.length - 1);
    this.slider.id = `limit-${kind.name}`;
    this.slider.addEventListener('input', () => this.showValue());
    const label = element('label', 'limit-label', kind.label);
    label.htmlFor = this.slider.id;
    const meter = element('div', 'meter', this.fill);
    this.root = element('div', 'limit', label, this.slider, this.output, meter, this.figure);
    this.value = value;
  }

  get value(): number {
    return this.kind.stops[Number(this.slider.value)] ?? 0;
  }

  set value(value: number) {
    this.slider.value = String(nearestStop(this.kind, value));
    this.showValue();
  }

  showUsage(used: number | undefined, limit: number, reached: boolean): void {
    const part = Math.min(1, (used ?? 0) / limit);
    this.fill.style.transform = `scaleX(${part})`;
    this.root.dataset['state'] = reached ? 'reached' : part >= near ? 'near' : 'within';
    this.figure.textContent = used === undefined ? '' : `${this.kind.format(used)}, ${percent(used / limit)}`;
  }

  private showValue(): void {
    const text = this.kind.format(this.value);
    this.output.textContent = text;
    this.slider.setAttribute('aria-valuetext', text);
  }
}

function percent(part: number): string {
  if (part > 0 && part < 0.001) return '< 0.1 %';
  return `${(100 * part).toFixed(part < 0.1 ? 1 : 0)} %`;
}
