import type { HeldValues, ResumeResult } from '../bridge/held-values.ts';
import { strictNames } from '../bridge/strict-loss.ts';
import type { LuaInput, LuaResult, LuaValue } from '../bridge/values.ts';
import { type EngineExports, ThreadStatus, Wanted } from '../engine/abi.ts';
import type { AsyncExecutions, AsyncOptions } from './async-executions.ts';
import { type Entries, type EntryContext, type Outcome, recorded } from './entries.ts';
import { defaultSliceMs } from './options.ts';

const threadStatusNames = Object.keys(ThreadStatus) as readonly (keyof typeof ThreadStatus)[];

/** What JavaScript does with the Lua values that it holds. */
export class ValueOperations implements HeldValues {
  private readonly context: EntryContext;
  private readonly entries: Entries;
  private readonly asyncExecutions: AsyncExecutions;

  constructor(context: EntryContext, entries: Entries, asyncExecutions: AsyncExecutions) {
    this.context = context;
    this.entries = entries;
    this.asyncExecutions = asyncExecutions;
  }

  together<T>(work: () => T): T {
    return this.entries.together(work);
  }

  call(place: number, args: readonly LuaInput[]): LuaResult {
    return this.entries.operate(args, () => this.exports.call(place, args.length), recorded);
  }

  callWithFew(place: number, count: number, first: LuaInput, second: LuaInput): LuaResult {
    return this.entries.callWithFew(place, count, first, second);
  }

  callAsync(place: number, args: readonly LuaInput[]): Promise<LuaResult> {
    const write = () => this.context.encoder.writeAll(args);
    const run = () => this.exports.call_async(place, args.length);
    return this.asyncExecutions.execute(write, run, this.ownOptions);
  }

  getField(place: number, key: LuaInput, asRef: boolean): LuaValue {
    return this.entries.operate([key], () => this.exports.get_field(place, Number(asRef)), {
      asRef,
    }) as LuaValue;
  }

  setField(place: number, key: LuaInput, value: LuaInput): void {
    this.entries.operate([key, value], () => this.exports.set_field(place));
  }

  getLength(place: number): number {
    return this.entries.operate([], () => this.exports.get_length(place)) as number;
  }

  *pairs(place: () => number): Generator<[LuaValue, LuaValue]> {
    for (const entries of this.entriesOf(place, Wanted.pairs)) {
      for (let i = 0; i < entries.length; i += 2) yield [entries[i] as LuaValue, entries[i + 1] as LuaValue];
    }
  }

  keys(place: () => number): LuaValue[] {
    return this.together(() => [...this.entriesOf(place, Wanted.keys)].flat(1));
  }

  names(place: () => number): LuaValue[] {
    if (this.context.strict) return this.together(() => strictNames(this.keys(place)));
    return this.together(() => [...this.entriesOf(place, Wanted.names)].flat(1));
  }

  /** What is wanted of a table's entries, some of them at a time. */
  private *entriesOf(place: () => number, wanted: number): Generator<LuaValue[]> {
    const { references } = this.context;
    const width = wanted === Wanted.pairs ? 2 : 1;
    const reading: Outcome = { read: (decoder, count) => decoder.readEntries(count, width) };
    let last: object | undefined; // stands for the key to go on from
    try {
      do {
        const table = place();
        const start = last ? references.placeOf(last) : 0;
        const found = this.entries.operate([], () => this.exports.get_pairs(table, start, wanted), reading);
        const [after, ...entries] = found as LuaValue[];
        if (last) references.release(last);
        last = after === 0 ? undefined : references.bind({}, references.claim(after as number));
        yield entries as LuaValue[];
      } while (last);
    } finally {
      if (last) references.release(last);
    }
  }

  threadStatus(place: number): ResumeResult['status'] {
    const status = this.entries.operate([], () => this.exports.thread_status(place));
    return threadStatusNames[status as number] as ResumeResult['status'];
  }

  resume(place: number, args: readonly LuaInput[]): ResumeResult {
    const resume = () => this.exports.resume(place, args.length, 0);
    return resumeResult(this.entries.operate(args, resume, recorded));
  }

  async resumeAsync(place: number, args: readonly LuaInput[]): Promise<ResumeResult> {
    const write = () => this.context.encoder.writeAll(args);
    const run = () => this.exports.resume(place, args.length, 1);
    return resumeResult(await this.asyncExecutions.execute(write, run, this.ownOptions));
  }

  closeThread(place: number): void {
    this.entries.operate([], () => this.exports.close_thread(place));
  }

  private get exports(): EngineExports {
    return this.context.engine.exports;
  }

  /** How asynchronous executions run that are given no options. */
  private get ownOptions(): AsyncOptions {
    return { limits: this.context.limits, signal: undefined, sliceMs: defaultSliceMs };
  }
}

function resumeResult(found: LuaResult): ResumeResult {
  const [status, ...values] = Array.isArray(found) ? found : [found as LuaValue];
  return { status: threadStatusNames[status as number] as ResumeResult['status'], values };
}
