import { LuaCoroutine } from '../bridge/coroutine.ts';
import type { HeldValues, ResumeResult } from '../bridge/held-values.ts';
import { holdOf, type References } from '../bridge/references.ts';
import type { LuaInput, LuaValue } from '../bridge/values.ts';
import type { Subject } from './errors.ts';
import type { Session } from './session.ts';
import type { CoroutineResult } from './types.ts';

const subject: Subject = { name: 'coroutine' };

type Status = ResumeResult['status'];

/** A coroutine as lua-native hands it out: its methods are the context's. */
export class NativeCoroutine extends LuaCoroutine {
  private readonly session: Session;

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
  step(args: readonly LuaInput[]): CoroutineResult {
    this.check();
    try {
      return stepped(this.resume(...args));
    } catch (error) {
      return this.failed(error);
    }
  }

  stepAsync(args: readonly LuaInput[]): Promise<CoroutineResult> {
    this.check();
    const step = async () => {
      try {
        return stepped(await this.resumeAsync(...args));
      } catch (error) {
        if (isCancellation(error)) throw error;
        return this.failed(error);
      }
    };
    return this.session.start('main', 'resume_async', step, subject);
  }

  override close(): void {
    if (this.isReleased) return;
    this.session.enter(() => super.close(), subject);
  }

  override [Symbol.iterator](): Iterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput> {
    return {
      next: (...args: [] | [LuaInput]) =>
        this.status === 'dead' ? ended : iteration(this.session.enter(() => this.resume(...args), subject)),
    } as Iterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput>;
  }

  override [Symbol.asyncIterator](): AsyncIterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput> {
    return {
      next: async (...args: [] | [LuaInput]) => {
        if (this.status === 'dead') return ended;
        const resume = () => this.resumeAsync(...args);
        return iteration(await this.session.start('main', 'resume_async', resume, subject));
      },
    } as AsyncIterator<LuaValue | LuaValue[] | undefined, undefined, LuaInput>;
  }

  /** @throws Error if it is released, of another state, or the context is busy or closed */
  private check(): void {
    this.session.enter(() => super.status, subject);
  }

  private failed(error: unknown): CoroutineResult {
    const message = error instanceof Error ? error.message : String(error);
    return { status: this.status, values: [], error: message };
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
