/** Values of one kind that came up, in brief. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** These three are exact to 2.5 %. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

const growth = Math.log(1.05);
const smallest = 1e-4;

/** Counts values by size in buckets of 5 %, so that any number of values takes the same room. */
export class Histogram {
  private readonly buckets: number[] = [];
  private count = 0;
  private sum = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = 0;

  record(value: number): void {
    const bucket = value <= smallest ? 0 : Math.ceil(Math.log(value / smallest) / growth);
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  summary(): Distribution {
    const { count, max } = this;
    if (count === 0) return { count, mean: 0, min: 0, max, p50: 0, p95: 0, p99: 0 };
    const at = (part: number) => this.percentile(part);
    return { count, mean: this.sum / count, min: this.min, max, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }

  private percentile(part: number): number {
    let left = Math.ceil(this.count * part);
    for (const [bucket, count = 0] of this.buckets.entries()) {
      left -= count;
      if (left <= 0) return clamp(smallest * Math.exp((bucket - 0.5) * growth), this.min, this.max);
    }
    return this.max;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
