import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Peer, PeerId, Runner, Sample } from './peers/peer.ts';
import type { Program } from './programs.ts';

export type LaneId = PeerId | 'tidelock-on-small';

/** A peer at one of the program's sizes. */
export interface Lane {
  readonly id: LaneId;
  readonly peer: Peer;
  readonly small: boolean;
}

export interface Timing {
  readonly size: number;
  readonly minMs: number;
  readonly medianMs: number;
  readonly checksum: number;
  readonly instructions?: number;
}

export type Timings = Partial<Record<LaneId, Timing>>;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/**
 * Times a program in all lanes, round by round, so that what else happens on the machine meets all alike.
 * (By hand, because tinybench finishes one task before it begins the next.)
 */
export async function measure(program: Program, lanes: readonly Lane[], rounds: number): Promise<Timings> {
  const entries = await Promise.all(
    lanes.map(async ({ id, peer, small }) => {
      const size = small ? program.smallSize : program.size;
      return { id, size, runner: await peer.prepare(program, size), samples: [] as Sample[] };
    }),
  );
  try {
    for (const { runner } of entries) runner.run(); // warm up
    for (let round = 0; round < rounds; round++) {
      // Each round begins with another lane, so that none always follows the same neighbour.
      const first = round % entries.length;
      for (const { runner, samples } of [...entries.slice(first), ...entries.slice(0, first)]) {
        samples.push(runUndisturbed(runner));
      }
    }
  } finally {
    for (const { runner } of entries) runner.dispose();
  }
  const timings = Object.fromEntries(entries.map(({ id, size, samples }) => [id, summarize(size, samples)]));
  verify(program, timings);
  return timings;
}

/** What another lane left behind must not be collected on this one's time. */
function runUndisturbed(runner: Runner): Sample {
  collectGarbage();
  return runner.run();
}

function summarize(size: number, samples: readonly Sample[]): Timing {
  const times = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  const checksums = new Set(samples.map(({ checksum }) => checksum));
  const last = samples.at(-1);
  if (last === undefined || checksums.size > 1) {
    throw new Error(`checksums differ between rounds: ${[...checksums].join(', ')}`);
  }
  return {
    size,
    minMs: Math.min(...times),
    medianMs: median(times),
    checksum: last.checksum,
    ...(last.instructions !== undefined && { instructions: last.instructions }),
  };
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** Times of peers that computed different things cannot be compared. */
function verify(program: Program, timings: Timings): void {
  const found = Object.entries(timings);
  for (const size of [program.size, program.smallSize]) {
    const group = found.filter(([, timing]) => timing.size === size);
    if (new Set(group.map(([, { checksum }]) => checksum)).size > 1) {
      const list = group.map(([id, { checksum }]) => `${id} ${checksum}`).join(', ');
      throw new Error(`${program.name}: checksums differ: ${list}`);
    }
  }
}
