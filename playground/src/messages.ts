import type { CpuProfile, LimitedResource, Usage } from 'tidelock';
import type { Limits } from './limits.ts';

/** Bytes of Lua heap at a moment of the execution. */
export interface HeapSample {
  /** Milliseconds since the start. */
  readonly time: number;
  readonly bytes: number;
}

/** What a global variable keeps alive, about. */
export interface Holding {
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
  readonly values: number;
}

/** Why a script did not end well. */
export interface Failure {
  readonly message: string;
  readonly traceback: string;
  /** The line that it is about; undefined where neither message nor traceback says. */
  readonly line: number | undefined;
  /** The limit that ended it, if one did. */
  readonly resource: LimitedResource | undefined;
}

/** What became of a script. */
export interface Outcome {
  /** What it returned, as text; absent for nothing. */
  readonly result?: string;
  readonly failure?: Failure;
  /** Instructions are not known of a script that had to be ended with its thread. */
  readonly usage: Omit<Usage, 'instructions'> & { readonly instructions: number | undefined };
  readonly limits: Limits;
  readonly profile: CpuProfile | undefined;
  readonly heap: readonly HeapSample[];
  readonly holdings: readonly Holding[] | undefined;
}

export interface Script {
  readonly source: string;
  readonly limits: Limits;
}

/** What the page says to the thread of the scripts. */
export type ToWorker = { readonly run: Script } | { readonly stop: true };

/** What it hears from there. */
export type FromWorker =
  | { readonly names: readonly string[] }
  | { readonly printed: readonly string[]; readonly dropped: number }
  | { readonly cleared: true }
  | { readonly sample: HeapSample }
  | { readonly outcome: Outcome };
