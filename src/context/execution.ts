import { LuaStateError } from '../bridge/errors.ts';
import type { Budget } from '../limits/governor.ts';

/** What a host function can know of the execution that called it. */
export interface LuaExecution {
  /** Aborted when the execution is ended by a limit, by its own signal or by `cancel`. */
  readonly signal: AbortSignal;
  /** What it may still use at the moment of asking: Infinity where there is no limit, nothing after its end. */
  readonly remaining: Budget;
}

const nothingLeft: Budget = { instructions: 0, memory: 0, time: 0 };

/** One execution from its start to its end, after which host functions may still ask about it. */
export class Execution implements LuaExecution {
  private readonly budget: () => Budget;
  private controller: AbortController | undefined;
  private hasEnded = false;
  private error: unknown;

  constructor(budget: () => Budget) {
    this.budget = budget;
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.error !== undefined) this.controller.abort(this.error);
    return this.controller.signal;
  }

  get remaining(): Budget {
    return this.hasEnded ? nothingLeft : this.budget();
  }

  /** @param error why it was ended, if it was */
  end(error: unknown): void {
    this.hasEnded = true;
    this.error = error;
    if (error !== undefined) this.controller?.abort(error);
  }
}

/** Where the execution is found that has called a host function. */
export interface Executing {
  readonly execution: LuaExecution;
}

let present: Executing | undefined;

/** While a host function is called: whose execution it is that `withExecution` passes on. */
export function enterExecution(executing: Executing | undefined): Executing | undefined {
  const previous = present;
  present = executing;
  return previous;
}

/**
 * A host function that receives, as its last parameter, the execution that called it, so that it can stop with it and
 * keep to what is left of its budget. Arguments that the script leaves out are undefined, more than the function has
 * parameters are dropped: a script cannot put anything in the place of the execution. (A function whose parameters
 * have defaults, or are a rest, gets it after all arguments.)
 *
 * ```ts
 * const get = withExecution(async (url: string, { signal }: LuaExecution) =>
 *   (await fetch(url, { signal })).text(),
 * );
 * ```
 * @throws LuaStateError if it is called other than by a script
 */
export function withExecution<A extends readonly unknown[], R>(
  fn: (...args: [...A, LuaExecution]) => R,
): (...args: A) => R {
  const parameters = fn.length - 1;
  return (...args) => {
    if (!present) {
      throw new LuaStateError('a function made by withExecution was called other than by a script');
    }
    const own = parameters < 0 ? args : Array.from({ length: parameters }, (_, i) => args[i]);
    return fn(...([...own, present.execution] as unknown as [...A, LuaExecution]));
  };
}
