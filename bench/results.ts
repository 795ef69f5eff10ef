import type { ColdResult } from './cold.ts';
import type { Timings } from './measure.ts';
import { geometricMeans, type Ratios, ratiosOf } from './ratios.ts';
import { describeMachine } from './save-results.ts';

export interface ProgramResult {
  readonly name: string;
  readonly timings: Timings;
  readonly ratios: Ratios;
}

/** What results/latest.json holds. */
export interface Results {
  readonly date: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly rounds: number;
  readonly geometricMeans: Ratios;
  readonly programs: readonly ProgramResult[];
  readonly cold: readonly ColdResult[];
}

export function assemble(
  measured: ReadonlyArray<{ name: string; timings: Timings }>,
  cold: readonly ColdResult[],
  rounds: number,
): Results {
  const programs = measured.map(({ name, timings }) => ({ name, timings, ratios: ratiosOf(timings) }));
  return {
    date: new Date().toISOString(),
    machine: describeMachine(),
    rounds,
    geometricMeans: geometricMeans(programs.map((program) => program.ratios)),
    programs,
    cold,
  };
}
