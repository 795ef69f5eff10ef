import { LuaStateError } from '../bridge/errors.ts';
import type { Budget } from '../limits/governor.ts';

/** What a host function can know of the execution that called it. */
export interface LuaExecution {
  /** Aborted when the execution is ended by a limit, by its own signal or by `cancel`. */
  readonly signal: AbortSignal;
  /** What it may still use, at the moment of asking; Infinity where there is no limit. */
  readonly remaining: Budget;
}

let present: LuaExecution | undefined;

/** Makes an execution the one that `withExecution` passes on, while one of its host functions is called. */
export function enterExecution(execution: LuaExecution | undefined): LuaExecution | undefined {
  const previous = present;
  present = execution;
  return previous;
}

/**
 * A host function that receives, after the arguments of the script, the execution that called it, so that it can stop
 * with it and keep to what is left of its budget.
 *
 * ```ts
 * const get = withExecution(async (url: string, { signal }) => (await fetch(url, { signal })).text());
 * ```
 * @throws LuaStateError if it is called other than by a script
 */
export function withExecution<A extends readonly unknown[], R>(
  fn: (...args: [...A, LuaExecution]) => R,
): (...args: A) => R {
  return (...args) => {
    if (!present)
      throw new LuaStateError('a function made by withExecution was called other than by a script');
    return fn(...args, present);
  };
}
