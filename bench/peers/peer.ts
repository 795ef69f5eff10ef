import type { Program } from '../programs.ts';

export type PeerId = 'tidelock-off' | 'tidelock-on' | 'wasmoon' | 'native' | 'native-hook' | 'fengari';

/** One way to run Lua. */
export interface Peer {
  readonly id: PeerId;
  readonly label: string;
  /** Makes a fresh Lua state for one program at one size. */
  prepare(program: Program, size: number): Promise<Runner>;
}

export interface Runner {
  /** Compiles and runs the program once. */
  run(): Sample;
  dispose(): void;
}

export interface Sample {
  readonly ms: number;
  readonly checksum: number;
  /** Where the peer counts them. */
  readonly instructions?: number;
}

/** Times a chunk that runs in this process; what it returns must be a number. */
export function timed(evaluate: () => unknown): Sample {
  const start = performance.now();
  const checksum = evaluate();
  const ms = performance.now() - start;
  if (typeof checksum !== 'number') throw new Error(`a program returned ${String(checksum)}, not a number`);
  return { ms, checksum };
}
