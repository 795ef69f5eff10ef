import type { HeldValues, ResumeResult } from './held-values.ts';
import type { References } from './references.ts';
import type { LuaInput, LuaValue } from './values.ts';

/** A Lua coroutine (manual section 2.6). Iterating it resumes it once for each value that it yields. */
export class LuaCoroutine implements Iterable<LuaValue | LuaValue[] | undefined> {
  private readonly values: HeldValues;
  private readonly references: References;

  /** Coroutines are made by `createCoroutine`, or come from scripts. */
  constructor(values: HeldValues, references: References) {
    this.values = values;
    this.references = references;
  }

  get status(): 'suspended' | 'running' | 'dead' {
    return this.values.threadStatus(this.references.placeOf(this));
  }

  /**
   * Runs it up to its next yield or its end.
   * @throws LuaError if it raises an error, or is not suspended
   */
  resume(...args: LuaInput[]): ResumeResult {
    return this.values.resume(this.references.placeOf(this), args);
  }

  /**
   * Ends it, running the handlers of its pending to-be-closed variables; once more does nothing. The error of which it
   * died came out of `resume`, and does not come again.
   * @throws LuaError if a handler raises one, or if it is running
   */
  close(): void {
    this.values.closeThread(this.references.placeOf(this));
  }

  /** Gives it up without running anything; once more does nothing. */
  release(): void {
    this.references.release(this);
  }

  [Symbol.dispose](): void {
    this.release();
  }

  /** Arguments of `next` are the results of the yield that it continues. */
  [Symbol.iterator](): Iterator<
    LuaValue | LuaValue[] | undefined,
    LuaValue | LuaValue[] | undefined,
    LuaInput
  > {
    return {
      next: (...args: [] | [LuaInput]) => {
        if (this.status === 'dead') return { done: true, value: undefined };
        const { status, values } = this.resume(...args);
        return { done: status === 'dead', value: values.length > 1 ? values : values[0] };
      },
    };
  }
}
