import { LuaCoroutine } from '../bridge/coroutine.ts';
import { LuaConversionError } from '../bridge/errors.ts';
import type { HeldValues, ResumeResult } from '../bridge/held-values.ts';
import { holdOf, type References } from '../bridge/references.ts';
import type { LuaInput, LuaValue } from '../bridge/values.ts';
import { type Subject, textOf, translate } from './errors.ts';
import type { Session } from './session.ts';
import type { CoroutineResult } from './types.ts';

const subject: Subject = { name: 'coroutine' };

type Status = ResumeResult['status'];

/** A coroutine as lua-native hands it out: its methods are the context's. */
export class NativeCoroutine extends LuaCoroutine {
  private readonly session: Session;
  private hasFailed = false;
  /** What closing it is to throw, as for every coroutine that an error has ended. */
  private failure: Error | undefined;

  constructor(session: Session, values: HeldValues, references: References) {
    super(values, references);
    this.session = session;
  }

  get _coroutine(): unknown {
    return this;
  }

  get isReleased(): boolean {
    return holdOf(this)?.released ?? true;
  }

  override get status(): Status {
    if (this.isReleased || this.session.isClosed) return 'dead';
    try {
      return super.status;
    } catch {
      return 'dead'; // of a state that was reset
    }
  }

  /** One step, whose error is part of its result; a coroutine that cannot be resumed at all is an error. */
  step(session: Session, args: readonly LuaInput[]): CoroutineResult {
    this.check(session);
    if (this.status === 'dead')
      return this.ended(this.hasFailed ? 'Coroutine is dead' : 'Coroutine has finished');
    try {
      return stepped(this.resume(...args));
    } catch (error) {
      if (error instanceof LuaConversionError) throw translate(error, subject);
      return this.failed(error);
    }
  }

  stepAsync(session: Session, args: readonly LuaInput[]): Promise<CoroutineResult> {
    session.checkIdle();
    return this.steppedAsync(session, args);
  }

  private async steppedAsync(session: Session, args: readonly LuaInput[]): Promise<CoroutineResult> {
    this.check(session);
    if (this.status === 'dead') {
      return this.ended(`cannot resume a ${this.hasFailed ? 'dead' : 'finished'} coroutine`);
    }
    const step = async () => {
      try {
        return stepped(await this.resumeAsync(...args));
      } catch (error) {
        if (isCancellation(error) || error instanceof LuaConversionError) throw error;
        return { ...this.failed(error), error: textOf(translate(error, subject)) };
      }
    };
    return this.session.start('main', 'resume_async', step, subject);
  }

  /** Nothing to a coroutine that was released. */
  closeIn(session: Session): void {
    if (this.isReleased) return;
    this.check(session);
    session.enter(() => this.close(), subject);
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
  }

  override [Symbol.iterator](): Iterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput> {
    const iterator = {
      next: (...args: [] | [LuaInput]) => {
        if (this.isFinished()) return ended;
        return iteration(this.session.enter(() => this.resume(...args), subject));
      },
      return: (value?: unknown) => ({ done: true, value }),
      [Symbol.iterator]: () => iterator,
    };
    return iterator as unknown as Iterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput>;
  }

  override [Symbol.asyncIterator](): AsyncIterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput> {
    const iterator = {
      next: async (...args: [] | [LuaInput]) => {
        if (this.isFinished()) return ended;
        const resume = () => this.resumeAsync(...args);
        return iteration(await this.session.start('main', 'resume_async', resume, subject));
      },
      return: async (value?: unknown) => ({ done: true, value }),
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator as unknown as AsyncIterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput>;
  }

  /** @throws Error if it is released */
  private isFinished(): boolean {
    if (this.isReleased) throw new Error('coroutine has been released');
    return this.status === 'dead';
  }

  /** @throws Error if it is released, of another state, or the context is busy or closed */
  private check(session: Session): void {
    if (session !== this.session) {
      session.checkOpen();
      throw new Error('coroutine belongs to a different Lua context');
    }
    session.enter(() => super.status, subject);
  }

  private failed(error: unknown): CoroutineResult {
    this.hasFailed = true;
    this.failure = new Error(textOf(error), { cause: error });
    return { status: this.status, values: [], error: this.failure.message };
  }

  private ended(error: string): CoroutineResult {
    return { status: 'dead', values: [], error };
  }
}

const ended = { done: true, value: undefined } as const;

function iteration({ status, values }: ResumeResult): { done: boolean; value: unknown } {
  return { done: status === 'dead', value: values.length > 1 ? values : values[0] };
}

function stepped({ status, values }: ResumeResult): CoroutineResult {
  return { status, values: values as CoroutineResult['values'] };
}

function isCancellation(error: unknown): boolean {
  return (error as { resource?: unknown } | null)?.resource === 'aborted';
}
