import { isDeepStrictEqual } from 'node:util';
import type { LuaExecutorOptions } from '../../src/index.ts';
import { type SoakScript, soakScript } from './scripts.ts';

export const soakOptions: LuaExecutorOptions = {
  poolSize: 2,
  graceMs: 50,
  hostModule: new URL('../executor/host-functions.js', import.meta.url),
  defaultLimits: { maxInstructions: 2_000_000, maxMemory: '20MB' },
};

/** A script that did not become what it must. */
export interface Failure {
  readonly index: number;
  readonly kind: string;
  readonly outcome: unknown;
}

/** Executes a script and resolves to its value. */
export type Run = (script: SoakScript) => Promise<unknown>;

/** Runs the scripts from one number to another, eight at a time, and returns those that went wrong. */
export async function soak(run: Run, from: number, to: number): Promise<Failure[]> {
  const failures: Failure[] = [];
  let next = from;
  const feed = async () => {
    while (next < to) {
      const index = next++;
      const script = soakScript(index);
      const outcome = await run(script).catch((error: unknown) => error);
      if (!isExpected(outcome, script)) failures.push({ index, kind: script.kind, outcome });
    }
  };
  await Promise.all(Array.from({ length: 8 }, feed));
  return failures;
}

function isExpected(outcome: unknown, { expected }: SoakScript): boolean {
  if ('error' in expected) return outcome instanceof Error && outcome.message.includes(expected.error);
  return isDeepStrictEqual(outcome, expected.value);
}
