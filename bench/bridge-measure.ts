import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Crossing, Side } from './bridge-operations.ts';
import { openTidelock, openWasmoon } from './bridge-peers.ts';

export interface BridgeResult {
  readonly name: string;
  /** Nanoseconds per operation, less the empty loop where the operation runs in one. */
  readonly tidelock: number;
  /** Undefined where wasmoon has no such operation. */
  readonly wasmoon: number | undefined;
  /** Nanoseconds that issue 3 asks for. */
  readonly target: number | undefined;
}

/** Runs an operation so many times. */
type Runner = (times: number) => void;

/** One operation of one peer. */
interface Lane {
  readonly runner: Runner;
  /** How many operations one sample runs. */
  times: number;
  best: number;
}

/** What each sample is to take, whatever one operation does: a slow peer must not stretch a round. */
const sampleMilliseconds = 5;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/**
 * Times all operations of both peers round by round, so that what else happens on the machine meets all alike,
 * and keeps the minimum of each. (By hand, because tinybench finishes one task before it begins the next.)
 */
export async function measureCrossings(
  crossings: readonly Crossing[],
  rounds: number,
): Promise<BridgeResult[]> {
  const peers = [openTidelock(), await openWasmoon()] as const;
  const empty = peers.map((peer) => ({
    lua: lane(peer.loop('')),
    js: lane((times) => emptyLoop(times)),
  }));
  const lanes = crossings.map((crossing) =>
    peers.map((peer) => {
      const runner = crossing.prepare(peer);
      return runner && lane(runner);
    }),
  );
  const all = [...empty.flatMap(({ lua, js }) => [lua, js]), ...lanes.flat()].filter(
    (one) => one !== undefined,
  );
  for (const one of all) warmUp(one);
  for (let round = 0; round < rounds; round++) {
    for (const one of all) sample(one);
    process.stderr.write('.');
  }
  const net = (one: Lane | undefined, peer: number, side: Side): number | undefined =>
    one && one.best - (side === 'whole' ? 0 : (empty[peer]?.[side].best ?? 0));
  return crossings.map(({ name, side, target }, i) => ({
    name,
    tidelock: net(lanes[i]?.[0], 0, side) ?? Number.NaN,
    wasmoon: net(lanes[i]?.[1], 1, side),
    target,
  }));
}

function lane(runner: Runner): Lane {
  return { runner, times: 1, best: Number.POSITIVE_INFINITY };
}

/** Runs an operation until it is compiled, and sees how many of it fill a sample. */
function warmUp(one: Lane): void {
  for (let left = 10; left > 0; left--) {
    const elapsed = milliseconds(one);
    const factor = sampleMilliseconds / Math.max(elapsed, sampleMilliseconds / 100);
    one.times = Math.max(1, Math.round(one.times * factor));
  }
}

function milliseconds({ runner, times }: Lane): number {
  const start = performance.now();
  runner(times);
  return performance.now() - start;
}

function sample(one: Lane): void {
  collectGarbage(); // what another lane left behind must not be collected on this one's time
  one.best = Math.min(one.best, (milliseconds(one) * 1e6) / one.times);
}

let sink = 0;

function emptyLoop(times: number): void {
  for (let i = 0; i < times; i++) sink = i;
  if (sink < 0) throw new Error('never');
}
