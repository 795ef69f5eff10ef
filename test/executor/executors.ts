import { afterEach } from 'vitest';
import { LuaExecutor, type LuaExecutorOptions } from '../../src/index.ts';

const open = new Set<LuaExecutor>();

/** An executor of one worker, closed at the end of the test. */
export function openExecutor(options: LuaExecutorOptions = {}): LuaExecutor {
  const executor = new LuaExecutor({ poolSize: 1, graceMs: 100, ...options });
  open.add(executor);
  return executor;
}

afterEach(async () => {
  await Promise.all([...open].map((executor) => executor.close()));
  open.clear();
});

/** The module that workers of tests load for scripts. */
export const hostModule: URL = new URL('./host-functions.js', import.meta.url);

/** What a promise rejects with, which must be an error of the given class. */
export async function rejectionOf<E>(
  kind: abstract new (...args: never[]) => E,
  promise: Promise<unknown>,
): Promise<E> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw error ?? new Error(`nothing was thrown where a ${kind.name} was expected`);
}
