import type { LaneId, Timings } from './measure.ts';

/** How many times longer one lane takes than another, by their minimal times. */
interface Ratio {
  readonly id: string;
  readonly label: string;
  readonly of: LaneId;
  readonly to: LaneId;
}

// Peers without limits are held against Tidelock with all of them.
export const ratios: readonly Ratio[] = [
  { id: 'limitsOnToOff', label: 'on/off', of: 'tidelock-on', to: 'tidelock-off' },
  { id: 'nativeHookToPlain', label: 'hook/native', of: 'native-hook', to: 'native' },
  { id: 'limitsOnToNativeHook', label: 'on/hook', of: 'tidelock-on', to: 'native-hook' },
  { id: 'limitsOnToNative', label: 'on/native', of: 'tidelock-on', to: 'native' },
  { id: 'wasmoonToLimitsOn', label: 'wasmoon/on', of: 'wasmoon', to: 'tidelock-on' },
  { id: 'fengariToLimitsOn', label: 'fengari/on', of: 'fengari', to: 'tidelock-on-small' },
];

export type Ratios = Readonly<Record<string, number>>;

export function ratiosOf(timings: Timings): Ratios {
  const found: Record<string, number> = {};
  for (const { id, of, to } of ratios) {
    const value = relative(timings, of, to);
    if (value !== undefined) found[id] = value;
  }
  return found;
}

export function relative(timings: Timings, of: LaneId, to: LaneId): number | undefined {
  const [above, below] = [timings[of], timings[to]];
  return above && below && above.minMs / below.minMs;
}

export function geometricMeans(all: readonly Ratios[]): Ratios {
  const means: Record<string, number> = {};
  for (const { id } of ratios) {
    const values = all.map((each) => each[id]).filter((value) => value !== undefined);
    if (values.length > 0) means[id] = geometricMean(values);
  }
  return means;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
