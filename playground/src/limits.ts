import { formatBytes, formatCount, formatTime } from './units.ts';

/** What the sliders set. */
export interface Limits {
  readonly instructions: number;
  readonly memory: number;
  readonly time: number;
}

export type LimitName = keyof Limits;

export interface LimitKind {
  readonly name: LimitName;
  readonly label: string;
  /** The places of the slider, from the least to the most. */
  readonly stops: readonly number[];
  format(value: number): string;
}

const megabyte = 2 ** 20;

export const limitKinds: readonly LimitKind[] = [
  {
    name: 'instructions',
    label: 'Instructions',
    stops: [1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9, 2e9, 5e9, 1e10],
    format: formatCount,
  },
  {
    name: 'memory',
    label: 'Memory',
    stops: [1 / 8, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50, 100, 200].map((count) => count * megabyte),
    format: formatBytes,
  },
  {
    name: 'time',
    label: 'Time',
    stops: [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000],
    format: formatTime,
  },
];

export const defaultLimits: Limits = { instructions: 1e9, memory: 10 * megabyte, time: 5000 };

/** The place of the slider that is nearest to a value. */
export function nearestStop({ stops }: LimitKind, value: number): number {
  const distance = (stop: number) => Math.abs(Math.log(stop / value));
  return stops.reduce((best, stop, i) => (distance(stop) < distance(stops[best] ?? 1) ? i : best), 0);
}
