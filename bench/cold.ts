import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PeerId } from './peers/peer.ts';

/** One long loop in a fresh process, and again in the same process, by when V8 has optimised the engine. */
export interface ColdResult {
  readonly peer: PeerId;
  readonly iterations: number;
  readonly coldMs: number;
  readonly warmMs: number;
  readonly ratio: number;
}

export interface ColdTimes {
  readonly coldMs: number;
  readonly warmMs: number;
}

const child = fileURLToPath(new URL('cold-child.ts', import.meta.url));
const peers = ['tidelock-off', 'tidelock-on', 'wasmoon'] as const satisfies readonly PeerId[];

export function measureCold(iterations: number, rounds: number): ColdResult[] {
  const samples = peers.map((peer) => ({ peer, times: [] as ColdTimes[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { peer, times } of samples) times.push(runChild(peer, iterations));
  }
  return samples.map(({ peer, times }) => {
    const coldMs = Math.min(...times.map((time) => time.coldMs));
    const warmMs = Math.min(...times.map((time) => time.warmMs));
    return { peer, iterations, coldMs, warmMs, ratio: coldMs / warmMs };
  });
}

function runChild(peer: PeerId, iterations: number): ColdTimes {
  // execArgv holds what lets this process load TypeScript.
  const args = [...process.execArgv, child, peer, String(iterations)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cold run of ${peer} failed: ${stderr}`);
  return JSON.parse(stdout) as ColdTimes;
}
