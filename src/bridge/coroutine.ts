import type { HeldValues, ResumeResult } from './held-values.ts';
import type { References } from './references.ts';
import type { LuaInput, LuaValue } from './values.ts';

/** What a coroutine yields: nothing, one value, or several. */
type Item = LuaValue | LuaValue[] | undefined;

/** A Lua coroutine (manual section 2.6). Iterating it resumes it once for each value that it yields. */
export class LuaCoroutine implements Iterable<Item>, AsyncIterable<Item> {
  private readonly values: HeldValues;
  private readonly references: References;

  /** Coroutines are made by `createCoroutine`, or come from scripts. */
  constructor(values: HeldValues, references: References) {
    this.values = values;
    this.references = references;
  }

  /** As `coroutine.status` (manual section 6.3), but `'running'` where that is `normal`. */
  get status(): ResumeResult['status'] {
    return this.values.threadStatus(this.references.placeOf(this));
  }

  /**
   * Runs it up to its next yield or its end.
   * @throws LuaError if it raises an error, or is not suspended
   */
  resume(...args: LuaInput[]): ResumeResult {
    return this.values.resume(this.references.placeOf(this), args);
  }

  /** Runs it as `resume` does, in time slices; host functions may return promises, for which it waits. */
  async resumeAsync(...args: LuaInput[]): Promise<ResumeResult> {
    return this.values.resumeAsync(this.references.placeOf(this), args);
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
  [Symbol.iterator](): Iterator<Item, Item, LuaInput> {
    return {
      next: (...args: [] | [LuaInput]) => {
        return this.status === 'dead' ? ended : iteration(this.resume(...args));
      },
    };
  }

  /** As the iterator of `for...of`, but resumed asynchronously: for `for await...of`. */
  [Symbol.asyncIterator](): AsyncIterator<Item, Item, LuaInput> {
    return {
      next: async (...args: [] | [LuaInput]) => {
        return this.status === 'dead' ? ended : iteration(await this.resumeAsync(...args));
      },
    };
  }
}

const ended = { done: true, value: undefined } as const;

function iteration({ status, values }: ResumeResult): IteratorResult<Item, Item> {
  return { done: status === 'dead', value: values.length > 1 ? values : values[0] };
}
